using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Tests.Sync;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Delivery;

/// <summary>The first contact with a CRM that has customers already.</summary>
public sealed class AdoptionTests : IAsyncLifetime
{
    private readonly CrmWithoutUpsert _crm = new();
    private TestDatabase _database = null!;
    private TinyWorld _hub = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateDatabaseAsync();
        _hub = new TinyWorld(_database.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task One_that_is_there_is_bound_and_changed_instead_of_making_another()
    {
        var there = _crm.Add("accounts", Account("by hand", "C1@EXAMPLE.com"));
        await LoadAsync("C1", "C2");

        var counts = await _hub.DeliverAsync(new ScriptedTarget(_crm), adopts: true);

        counts.Delivered.ShouldBe(2);
        _crm.Count.ShouldBe(2);
        _crm.IdOf("erp:customer:C1").ShouldBe(there);
        (await _hub.QueryAsync("select d.remote_id || ' ' || b.how from hub.delivered d join hub.record r using (record_no) join hub.rebinding b using (record_no) where r.id = 'C1'")).ShouldBe($"{there} adopted");
        _crm["erp:customer:C1"]["name"]!.ToString().ShouldBe("C1");
    }

    [Fact]
    public async Task A_batch_asks_once_per_field()
    {
        var asked = new List<string>();
        await LoadAsync("C1", "C2");

        await _hub.DeliverAsync(new ScriptedTarget(_crm) { Asked = query => asked.Add($"{query.Field ?? query.By.ToString()} {query.Values.Count}") }, adopts: true);
        await _hub.DeliverAsync(new ScriptedTarget(_crm) { Asked = query => asked.Add("again") }, adopts: true);

        asked.ShouldBe(["ExternalKey 2", "mail 2", "name 2"]);
    }

    [Fact]
    public async Task Several_that_could_be_it_wait_for_a_person_with_the_candidates_and_without_personal_data()
    {
        string[] there = [_crm.Add("accounts", Account("a", "C1@example.com")), _crm.Add("accounts", Account("b", "C1@example.com"))];
        await LoadAsync("C1");

        await _hub.DeliverAsync(new ScriptedTarget(_crm), adopts: true);

        _crm.Count.ShouldBe(2);
        (await _hub.QueryAsync("select reason from hub.parked")).ShouldBe($"crm: erp/customer/C1 is not there by its key, but by 'mail' it could be {there[0]}, {there[1]}. Choose one, or have a new one made.");
        (await _hub.QueryAsync("select convert_from(payload, 'UTF8') from hub.parked")).ShouldBe($$"""{"field":"mail","candidates":["{{there[0]}}","{{there[1]}}"]}""");
    }

    [Fact]
    public async Task The_one_that_a_person_chooses_is_bound()
    {
        _crm.Add("accounts", Account("a", "C1@example.com"));
        var chosen = _crm.Add("accounts", Account("b", "C1@example.com"));
        await LoadAsync("C1");
        await _hub.DeliverAsync(new ScriptedTarget(_crm), adopts: true);

        await _hub.Bindings.BindAsync("crm", RecordKey.Parse("erp/customer/C1"), chosen, "somebody", CancellationToken.None);
        await _hub.DeliverAsync(new ScriptedTarget(_crm), adopts: true);

        _crm.Count.ShouldBe(2);
        (await _hub.QueryAsync("select remote_id from hub.delivered")).ShouldBe(chosen);
        (await _hub.QueryAsync("select count(*) from hub.parked where closed_at is null")).ShouldBe("0");
        (await _hub.QueryAsync("select how || ' ' || who from hub.rebinding")).ShouldBe("chosen somebody");
    }

    [Fact]
    public async Task Or_a_new_one_is_made_because_a_person_says_so()
    {
        _crm.Add("accounts", Account("a", "C1@example.com"));
        _crm.Add("accounts", Account("b", "C1@example.com"));
        await LoadAsync("C1");
        await _hub.DeliverAsync(new ScriptedTarget(_crm), adopts: true);

        await _hub.Bindings.BindAsync("crm", RecordKey.Parse("erp/customer/C1"), remoteId: null, "somebody", CancellationToken.None);
        await _hub.DeliverAsync(new ScriptedTarget(_crm), adopts: true);

        _crm.ExternalKeys.ShouldContain("erp:customer:C1");
        _crm.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Two_of_ours_that_look_like_one_over_there_are_both_for_a_person()
    {
        _crm.Add("accounts", Account("same", "x@example.com"));
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1", "same"), TinyWorld.Customer("C2", "same")]));

        await _hub.DeliverAsync(new ScriptedTarget(_crm), adopts: true);

        (await _hub.QueryAsync("select count(*) from hub.parked")).ShouldBe("2");
        _crm.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_of_ours_that_find_the_same_one_by_different_fields_are_not_both_bound_to_it()
    {
        var there = _crm.Add("accounts", Account("C2", "C1@example.com"));   // C1 by its mail, C2 by its name
        await LoadAsync("C1", "C2");

        await _hub.DeliverAsync(new ScriptedTarget(_crm), adopts: true);

        (await _hub.QueryAsync("select string_agg(r.id || ' ' || d.remote_id, ';') from hub.delivered d join hub.record r using (record_no)")).ShouldBe($"C1 {there}");
        (await _hub.QueryAsync("select id from hub.parked where closed_at is null")).ShouldBe("erp/customer/C2");
    }

    [Fact]
    public async Task What_is_a_record_of_ours_already_is_not_adopted_again()
    {
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1", "same")]));
        await _hub.DeliverAsync(new ScriptedTarget(_crm), adopts: true);
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C2", "same")]));

        await _hub.DeliverAsync(new ScriptedTarget(_crm), adopts: true);

        _crm.ExternalKeys.ShouldBe(["erp:customer:C1", "erp:customer:C2"]);
    }

    [Fact]
    public async Task A_target_that_cannot_be_asked_now_gets_nothing_and_nothing_was_sent()
    {
        await LoadAsync("C1");
        var down = new ScriptedTarget(_crm) { Asked = _ => throw new TransientException("503") };

        await Should.ThrowAsync<TransientException>(() => _hub.DeliverAsync(down, adopts: true));

        down.Batches.ShouldBeEmpty();
        (await _hub.QueryAsync("select attempts || ' ' || attempted || ' ' || (lease is null) from hub.outbox")).ShouldBe("0 false true");
    }

    [Fact]
    public void A_field_that_is_not_there_is_told() =>
        Should.Throw<MappingException>(() => MappingCompiler.CompileOutward("crm/customer.yaml", "{ from: customer, to: { object: accounts, adopt: [mial] }, fields: { mail: email } }"u8.ToArray()))
            .Message.ShouldContain("'mial' is no field of this mapping that holds one value; did you mean 'mail'?");

    private static JsonObject Account(string name, string mail) => new() { ["name"] = name, ["mail"] = mail };

    private Task LoadAsync(params string[] customers) => _hub.SyncCustomersAsync(new ListSource([.. customers.Select(id => TinyWorld.Customer(id))]));
}
