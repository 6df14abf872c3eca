using IntegrationHub.Core.Tests.Delivery;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Sync;

/// <summary>
/// Kills the hub at every round trip to its database, before the request arrives and after the answer was made, and then lets a new hub go on. The CRM creates
/// blindly, so a forgotten intent would show as a second object.
/// </summary>
public sealed class KillWalkTests
{
    private static readonly SourceRecord[] Customers = [TinyWorld.Customer("C1"), TinyWorld.Customer("C2"), TinyWorld.Customer("C3")];
    private static readonly SourceRecord[] Orders = [TinyWorld.Order("SO-1", "C1"), TinyWorld.Order("SO-2", "C3"), TinyWorld.Order("SO-3", "C1")];
    private static readonly SourceRecord[] Changed = [TinyWorld.Order("SO-2", "C3", "7"), new("SO-3", ChangeKind.Deleted, default)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public async Task Nothing_is_lost_and_nothing_is_doubled_wherever_the_hub_is_killed(bool afterAnswer)
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        var expected = await LiveAsync(database, dieAt: 0, afterAnswer);
        expected.RoundTrips.ShouldBeGreaterThan(50);

        for (var at = 1; at <= expected.RoundTrips; at++)
        {
            var lived = await LiveAsync(database, at, afterAnswer);

            lived.Hub.ShouldBe(expected.Hub, $"killed at round trip {at} of {expected.RoundTrips}");
            lived.Crm.ShouldBe(expected.Crm, $"killed at round trip {at} of {expected.RoundTrips}");
        }
    }

    private static async Task<(string Hub, string Crm, int RoundTrips)> LiveAsync(TestDatabase database, int dieAt, bool afterAnswer)
    {
        await EmptyAsync(database);
        await using var proxy = new PostgresProxy(database.ConnectionString, dieAt, afterAnswer);
        var crm = new CrmWithoutUpsert();
        await using (var doomed = new TinyWorld(proxy.ConnectionString))
        {
            try
            {
                await WorkAsync(doomed, new ScriptedTarget(crm) { Before = _ => ObjectDisposedException.ThrowIf(proxy.IsDead, proxy) });
            }
            catch (Exception killed) when (proxy.IsDead)
            {
                killed.ShouldNotBeNull();
            }
        }

        await using var successor = new TinyWorld(database.ConnectionString);
        await successor.LetTimePassAsync();
        await WorkAsync(successor, new ScriptedTarget(crm));
        (await successor.QueryAsync("select count(*) from hub.outbox")).ShouldBe("0");
        var hub = await successor.QueryAsync("""
            select string_agg(concat_ws(' ', r.entity, r.id, r.version, r.deleted, r.amount, c.external_key, d.version, d.remote_id is not null), E'\n' order by r.entity, r.id)
              || ' waiting ' || (select count(*) from hub.waiting) || ' parked ' || (select count(*) from hub.parked) || ' bindings ' || (select count(*) from hub.binding)
            from hub.record r left join hub.customer c using (customer_no) left join hub.delivered d using (record_no)
            """);
        return (hub, crm.State, proxy.RoundTrips);
    }

    /// <summary>A fresh life in the same database: creating one for each would take most of the time.</summary>
    private static async Task EmptyAsync(TestDatabase database)
    {
        await using var empty = database.DataSource.CreateCommand("""
            do $$ begin
              execute (select 'truncate ' || string_agg(format('%I.%I', schemaname, tablename), ', ') || ' restart identity' from pg_tables where schemaname = 'hub' and tablename <> 'migration');
            end $$
            """);
        await empty.ExecuteNonQueryAsync();
    }

    private static async Task WorkAsync(TinyWorld hub, ITarget target)
    {
        await hub.SyncOrdersAsync(new ListSource(Orders));
        await hub.SyncCustomersAsync(new ListSource(Customers));
        await hub.DeliverAsync(target);
        await hub.SyncOrdersAsync(new ListSource([.. Orders, .. Changed]));
        await hub.DeliverAsync(target);
    }
}
