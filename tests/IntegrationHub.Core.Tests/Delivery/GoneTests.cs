using IntegrationHub.Core.Store;
using IntegrationHub.Core.Tests.Sync;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Delivery;

/// <summary>Somebody deletes or merges at the target what the hub has delivered.</summary>
public sealed class GoneTests : IAsyncLifetime
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
    public async Task A_deleted_record_waits_for_a_person_and_is_not_made_again()
    {
        await LoadAsync();
        _crm.Remove(_crm.IdOf("erp:customer:C1"));
        await RenameAsync();

        var counts = await _hub.DeliverAsync(new ScriptedTarget(_crm));

        counts.Rejected.ShouldBe(1);
        _crm.ExternalKeys.ShouldNotContain("erp:customer:C1");
        (await _hub.QueryAsync("select cause from hub.parked where closed_at is null")).ShouldBe("deleted over there");
    }

    [Fact]
    public async Task A_person_has_it_made_again_and_what_is_its_own_follows()
    {
        await LoadAsync();
        var was = _crm.IdOf("erp:customer:C1");
        _crm.Remove(was);
        await RenameAsync();
        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        (await _hub.Bindings.MakeAgainAsync([long.Parse(await _hub.QueryAsync("select parked_no from hub.parked"))], "somebody", CancellationToken.None)).ShouldBe(1);
        await _hub.DeliverAsync(new ScriptedTarget(_crm));
        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        var id = _crm.IdOf("erp:customer:C1");
        id.ShouldNotBe(was);
        _crm["erp:order:SO-1"]["accountId"]!.ToString().ShouldBe(id);
        (await _hub.QueryAsync("select count(*) from hub.parked where closed_at is null")).ShouldBe("0");
        (await _hub.QueryAsync("select string_agg(how || ' ' || coalesce(who, ''), ';' order by at) from hub.rebinding")).ShouldBe("madeAgain somebody");
    }

    [Fact]
    public async Task Where_the_settings_say_so_it_is_made_again_at_once()
    {
        await LoadAsync();
        _crm.Remove(_crm.IdOf("erp:customer:C1"));
        await RenameAsync();

        await _hub.DeliverAsync(new ScriptedTarget(_crm), whenGone: WhenGone.Recreate);
        await _hub.LetTimePassAsync();
        await _hub.DeliverAsync(new ScriptedTarget(_crm), whenGone: WhenGone.Recreate);

        _crm.ExternalKeys.ShouldBeUnique();
        _crm["erp:order:SO-1"]["accountId"]!.ToString().ShouldBe(_crm.IdOf("erp:customer:C1"));
    }

    [Fact]
    public async Task A_merged_record_goes_on_as_the_one_that_is_left()
    {
        await LoadAsync();
        var left = _crm.Add("accounts", new() { ["name"] = "the same, by hand" });
        var was = _crm.IdOf("erp:customer:C1");
        _crm.Remove(was, mergedInto: left);
        await RenameAsync();

        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        (await _hub.QueryAsync("select remote_id from hub.delivered d join hub.record r using (record_no) where r.id = 'C1'")).ShouldBe(left);
        (await _hub.QueryAsync("select was || ' ' || became || ' ' || how from hub.rebinding")).ShouldBe($"{was} {left} merged");
        _crm["erp:order:SO-1"]["accountId"]!.ToString().ShouldBe(left);   // sent again with the new id
        (await _hub.QueryAsync("select count(*) from hub.parked")).ShouldBe("0");
    }

    [Fact]
    public async Task Two_of_ours_merged_into_one_are_for_a_person()
    {
        await LoadAsync();
        _crm.Remove(_crm.IdOf("erp:customer:C1"), mergedInto: _crm.IdOf("erp:customer:C2"));
        await RenameAsync();

        await _hub.DeliverAsync(new ScriptedTarget(_crm));

        (await _hub.QueryAsync("select reason from hub.parked")).ShouldStartWith("crm: erp/customer/C1 was merged over there into what is erp/customer/C2.");
        _crm["erp:customer:C2"]["name"]!.ToString().ShouldBe("C2");
    }

    private async Task LoadAsync()
    {
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1"), TinyWorld.Customer("C2")]));
        await _hub.SyncOrdersAsync(new ListSource([TinyWorld.Order("SO-1", "C1")]));
        await _hub.DeliverAsync(new ScriptedTarget(_crm));
        _crm.Count.ShouldBe(3);
    }

    private async Task RenameAsync()
    {
        await _hub.ExecuteAsync("delete from hub.checkpoint");
        await _hub.SyncCustomersAsync(new ListSource([TinyWorld.Customer("C1", "another name")]));
    }
}
