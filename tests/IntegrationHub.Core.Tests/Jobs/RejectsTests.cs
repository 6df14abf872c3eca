namespace IntegrationHub.Core.Tests.Jobs;

public sealed class RejectsTests : IAsyncLifetime
{
    private TargetWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await TargetWorld.CreateAsync();
        _world.Fill(5);
        _world.Refuses = delivery => delivery.ExternalKey.EndsWith('5') ? null : "mail: too long";
        await _world.SyncAsync();
        (await _world.DeliverAsync()).Rejected.ShouldBe(4);
        (await _world.DeliverAsync()).Rejected.ShouldBe(0);   // nothing is tried again without a reason
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Another_mapping_tries_what_was_rejected_again()
    {
        _world.Refuses = delivery => delivery.Fields.ContainsKey("mail") ? "mail: too long" : null;
        _world.Write("crm/customer.yaml", "from: customer\nto: { target: crm, object: Account }\nfields:\n  name: name\n");
        _world.Open();
        (await _world.DeliverAsync()).Delivered.ShouldBe(4);
        (await OpenAsync()).ShouldBe("0");
    }

    [Fact]
    public async Task A_mapping_of_another_entity_does_not()
    {
        _world.Write("crm/order.yaml", "from: order\nto: { target: crm, object: Sale }\nfields:\n  no: number\n");
        _world.Open();
        (await _world.DeliverAsync()).Rejected.ShouldBe(0);
        (await OpenAsync()).ShouldBe("4");
    }

    [Fact]
    public async Task Once_a_day_one_of_each_group_is_tried_and_when_it_is_taken_the_rest_is()
    {
        await _world.QueryAsync("update hub.parked set first_at = first_at - interval '2 days'");
        (await _world.DeliverAsync()).Rejected.ShouldBe(1);
        (await _world.DeliverAsync()).Rejected.ShouldBe(0);   // the next one tomorrow
        await _world.QueryAsync("update hub.parked set probed_at = probed_at - interval '2 days' where probed_at is not null");
        _world.Refuses = _ => null;
        (await _world.DeliverAsync()).Delivered.ShouldBe(1);
        (await _world.DeliverAsync()).Delivered.ShouldBe(3);
        (await OpenAsync()).ShouldBe("0");
        _world.Crm.Count.ShouldBe(5);
    }

    [Fact]
    public async Task What_was_made_over_there_tries_again()
    {
        _world.Objects["Account"].RemoveAll(field => field.Name == "mail");
        _world.Refuses = _ => _world.Objects["Account"].Exists(field => field.Name == "mail") ? null : "mail: no such field";
        (await _world.Setup.PrepareAsync("crm", default)).MarkedAgain.ShouldBe(4);
        (await _world.DeliverAsync()).Delivered.ShouldBe(4);
    }

    [Fact]
    public async Task A_source_record_is_mended_by_a_person_and_tried_again()
    {
        _world.Refuses = _ => null;
        _world.Write("erp/Customers.yaml", "to: customer\nfields: { customerKind: { value: organization }, name: { from: Name, absent: refuse }, email: Mail }\n");
        _world.Open();
        _world.Erp["Customers"]["C06"] = new { Mail = "c06@example.com" };
        await _world.SyncAsync();
        var number = long.Parse(await _world.QueryAsync("select parked_no from hub.parked where stage = 'map' and closed_at is null"), System.Globalization.CultureInfo.InvariantCulture);

        foreach (var wrong in new[] { "{ \"Name\": ", "[1]", "" })
            await Should.ThrowAsync<Sdk.SetupException>(() => _world.Work.ReplayEditedAsync(number, System.Text.Encoding.UTF8.GetBytes(wrong), default));
        (await _world.Work.ReplayEditedAsync(number, """{ "Mail": "c06@example.com" }"""u8.ToArray(), default)).Parked.ShouldBe(1);   // still without a name
        (await _world.Work.ReplayEditedAsync(number, """{ "Name": "Mended", "Mail": "c06@example.com" }"""u8.ToArray(), default)).Created.ShouldBe(1);
        (await _world.QueryAsync("select closed_how from hub.parked where stage = 'map'")).ShouldBe("stored");
        await Should.ThrowAsync<Sdk.SetupException>(() => _world.Work.ReplayEditedAsync(number, """{ "Name": "Again" }"""u8.ToArray(), default));   // it is closed
        (await _world.DeliverAsync()).Delivered.ShouldBe(1);
    }

    private Task<string> OpenAsync() => _world.QueryAsync("select count(*) from hub.parked where closed_at is null");
}
