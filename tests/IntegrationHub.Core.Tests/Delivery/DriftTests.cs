using System.Text.Json.Nodes;
using IntegrationHub.Core.Tests.Sync;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Delivery;

/// <summary>What somebody edits at the target is noticed, and put back when that is wanted.</summary>
public sealed class DriftTests : IAsyncLifetime
{
    private readonly CrmWithoutUpsert _crm = new();
    private TestDatabase _database = null!;
    private TinyWorld _hub = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateDatabaseAsync();
        _hub = new TinyWorld(_database.ConnectionString);
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1"), TinyWorld.Customer("C2")]));
        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-1", "C1", "100.50"), TinyWorld.Order("SO-2", "C2")]));
        await _hub.DeliverAsync(new ScriptedTarget(_crm));
        _crm.Count.ShouldBe(4);
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task What_is_as_it_was_delivered_is_no_drift()
    {
        _crm["erp:order:SO-1"]["gross"] = JsonNode.Parse("100.5");
        _crm["erp:order:SO-1"]["remark"] = "a field of theirs";

        var report = await _hub.LookForDriftAsync(new ScriptedTarget(_crm));

        report.Drifted.ShouldBe(0);
        report.Entities.Select(entity => entity.Compared).ShouldBe([2, 2]);
    }

    [Fact]
    public async Task An_edited_field_and_a_deleted_record_are_named_without_values_and_nothing_is_sent()
    {
        _crm["erp:customer:C1"]["name"] = "Edited K.K.";
        _crm["erp:order:SO-1"]["gross"] = 1;
        _crm.Remove(_crm.IdOf("erp:order:SO-2"));

        var report = await _hub.LookForDriftAsync(new ScriptedTarget(_crm));

        report.Records.Select(record => $"{record.Key} {(record.IsGone ? "gone" : string.Join(',', record.Fields))}").ShouldBe(["erp/customer/C1 name", "erp/order/SO-1 gross", "erp/order/SO-2 gone"]);
        System.Text.Json.JsonSerializer.Serialize(report).ShouldNotContain("K.K.");
        (await _hub.QueryAsync("select count(*) from hub.outbox")).ShouldBe("0");
    }

    [Fact]
    public async Task It_is_put_back_when_that_is_wanted()
    {
        _crm["erp:order:SO-1"]["gross"] = 1;

        await _hub.LookForDriftAsync(new ScriptedTarget(_crm), restoreAs: "somebody");
        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        _crm["erp:order:SO-1"]["gross"]!.GetValue<decimal>().ShouldBe(100.50m);
        (await _hub.QueryAsync("select who || ' ' || subject from hub.audit where what = 'send again'")).ShouldBe("somebody crm");
        (await _hub.LookForDriftAsync(new ScriptedTarget(_crm))).Drifted.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_on_its_way_is_no_drift()
    {
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1", "New")]));

        (await _hub.LookForDriftAsync(new ScriptedTarget(_crm))).Drifted.ShouldBe(0);
    }
}
