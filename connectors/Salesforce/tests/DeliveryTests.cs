using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using static IntegrationHub.Sdk.DeliveryResult;

namespace IntegrationHub.Connectors.Salesforce.Tests;

/// <summary>What is Salesforce's own in answers to deliveries.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private Given _given = null!;

    public async Task InitializeAsync() => _given = await Given.StartAsync();

    public Task DisposeAsync() => _given.DisposeAsync().AsTask();

    [Fact]
    public async Task A_call_has_at_most_200_records()
    {
        var answers = await _given.DeliverAsync([.. Enumerable.Range(1, 450).Select(number => _given.Upsert(number))]);

        answers.ShouldAllBe(answer => answer is Delivered);
        _given.Writes.ShouldBe(Enumerable.Repeat("PATCH composite/sobjects/Account/ERP_ID__c", 3));
    }

    [Fact]
    public async Task Known_records_are_changed_by_id_and_only_where_they_differ()
    {
        var id = Id(await _given.DeliverAsync(_given.Upsert(1)));
        _given.Rig.Store.Edit("Account", id, new JsonObject { ["ERP_Number__c"] = "edited over there" });

        Id(await _given.DeliverAsync(_given.Upsert(1, version: 3, id) with { Changed = new HashSet<string> { "ERP_Credit_Limit__c" } })).ShouldBe(id);

        _given.Writes[^1].ShouldBe("PATCH composite/sobjects");
        var account = _given.Rig.Store.Where("Account", "ERP_ID__c", Given.Key(1)).Single();
        (account.Text("ERP_Credit_Limit__c"), account.Text("ERP_Number__c"), account.Text("Name")).ShouldBe(("13.5", "edited over there", "株式会社チーズ 1-1"));
    }

    [Fact]
    public async Task A_row_that_is_refused_names_code_and_fields_and_no_value()
    {
        var long1 = _given.Upsert(1);
        long1.Fields["ERP_Status__c"] = new string('秘', 81);
        var kind = _given.Upsert(2);
        kind.Fields["ERP_Kind__c"] = "Himitsu";
        var nameless = _given.Upsert(3);
        nameless.Fields["Name"] = null;

        var answers = await _given.DeliverAsync(long1, kind, nameless, _given.Upsert(4));

        answers[0].ShouldBe(new Rejected("Account erp/thing/1: a text is too long for its field (STRING_TOO_LONG: ERP_Status__c)."));
        answers[1].ShouldBeOfType<Rejected>().Reason.ShouldContain("(INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: ERP_Kind__c)");
        answers[2].ShouldBe(new Rejected("Account erp/thing/3: a required field is empty (REQUIRED_FIELD_MISSING: Name)."));
        answers[3].ShouldBeOfType<Delivered>();
        string.Join('|', answers).ShouldNotContain("Himitsu");
    }

    [Fact]
    public async Task A_validation_rule_says_why_without_the_records_values()
    {
        _given.Rig.Dialect.Rule = (_, fields) => (string?)fields["ERP_Number__c"] == "number-1" ? "Credit of number-1 must be cleared with sales: see the wiki" : null;

        (await _given.DeliverAsync(_given.Upsert(1), _given.Upsert(2)))[0].ShouldBe(new Rejected(
            "Account erp/thing/1: a validation rule of the org refuses it; see Setup, Object Manager, Validation Rules (FIELD_CUSTOM_VALIDATION_EXCEPTION). It says: Credit of … must be cleared with sales: see the wiki"));
        var bulk = await _given.Open(options => options.BulkFrom = 2).DeliverAsync([_given.Upsert(1) with { IsBulk = true }, _given.Upsert(2) with { IsBulk = true }], CancellationToken.None);
        bulk[0].ShouldBeOfType<Rejected>().Reason.ShouldEndWith("It says: Credit of … must be cleared with sales: see the wiki");
    }

    [Fact]
    public async Task One_unreadable_value_among_200_is_found_in_halves()
    {
        var batch = Enumerable.Range(1, 200).Select(number => _given.Upsert(number)).ToArray();
        batch[77].Fields["ERP_Credit_Limit__c"] = "much";

        var answers = await _given.DeliverAsync(batch);

        answers[77].ShouldBeOfType<Rejected>().Reason.ShouldContain("JSON_PARSER_ERROR");
        answers.Count(answer => answer is Delivered).ShouldBe(199);
        _given.Writes.Count.ShouldBeLessThan(20);
    }

    [Fact]
    public async Task A_field_the_org_does_not_have_is_no_records_fault()
    {
        var batch = Enumerable.Range(1, 200).Select(number => _given.Upsert(number)).ToArray();
        foreach (var delivery in batch)
            delivery.Fields["ERP_Typo__c"] = "x";

        (await Should.ThrowAsync<SetupException>(() => _given.DeliverAsync(batch))).Message.ShouldContain("ERP_Typo__c");

        _given.Writes.Count.ShouldBe(1);
        (await Should.ThrowAsync<SetupException>(() => _given.DeliverAsync(Given.Upsert("ERP_Nothing__c", "k", [])))).Message.ShouldContain("NOT_FOUND");
    }

    [Fact]
    public async Task A_locked_parent_lets_only_its_children_wait()
    {
        await using var orders = await Given.StartAsync("ERP_Order__c");
        var other = orders.Rig.Store.Add("Account", new JsonObject { ["Name"] = "another" }).Id;
        orders.Rig.Dialect.Locked.Add(orders.Rig.Account);
        var free = orders.Upsert(2);
        free.Fields["ERP_Account__c"] = other;

        var answers = await orders.DeliverAsync(orders.Upsert(1), free, orders.Upsert(3));

        answers[0].ShouldBeOfType<Deferred>().Reason.ShouldContain("UNABLE_TO_LOCK_ROW");
        answers[1].ShouldBeOfType<Delivered>();
        answers[2].ShouldBeOfType<Deferred>();
    }

    [Fact]
    public async Task Children_of_one_parent_stand_together_and_answers_in_the_order_of_the_batch()
    {
        await using var orders = await Given.StartAsync("ERP_Order__c");
        var other = orders.Rig.Store.Add("Account", new JsonObject { ["Name"] = "another" }).Id;
        var batch = Enumerable.Range(1, 6).Select(number => orders.Upsert(number)).ToArray();
        foreach (var delivery in batch.Where((_, at) => at % 2 == 0))
            delivery.Fields["ERP_Account__c"] = other;

        var answers = await orders.DeliverAsync(batch);

        orders.Rig.Store.Table("ERP_Order__c").Present.Select(order => order.Text("Name")).ShouldBe(["order-2", "order-4", "order-6", "order-1", "order-3", "order-5"]);
        answers.Select(answer => answer.ShouldBeOfType<Delivered>().RemoteId).ShouldBe(batch.Select(delivery => orders.Rig.Store.Where("ERP_Order__c", "ERP_ID__c", delivery.ExternalKey).Single().Id));
    }

    [Fact]
    public async Task Two_records_with_the_key_are_for_a_person_to_look_at()
    {
        _given.Rig.Store.Add("Account", new JsonObject { ["Name"] = "a", ["ERP_ID__c"] = Given.Key(1) });
        _given.Rig.Store.Add("Account", new JsonObject { ["Name"] = "b", ["ERP_ID__c"] = Given.Key(1) });

        var answers = await _given.DeliverAsync(_given.Upsert(1), _given.Upsert(2));

        answers[0].ShouldBeOfType<Rejected>().Reason.ShouldContain("DUPLICATE_EXTERNAL_ID");
        answers[1].ShouldBeOfType<Delivered>();
    }

    [Fact]
    public async Task A_reference_to_what_is_gone_does_not_make_the_record_gone()
    {
        await using var orders = await Given.StartAsync("ERP_Order__c");
        var id = Id(await orders.DeliverAsync(orders.Upsert(1)));
        orders.Rig.Store.Remove("Account", orders.Rig.Account);

        (await orders.DeliverAsync(orders.Upsert(1, version: 2, id))).Single().ShouldBeOfType<Rejected>().Reason.ShouldContain("ENTITY_IS_DELETED");

        (await orders.DeliverAsync(orders.Upsert(1, version: 2, "a0C5g0000999999AAA"))).Single().ShouldBe(new Gone());
    }

    [Fact]
    public async Task A_chain_of_merges_is_followed_to_its_end()
    {
        var first = Id(await _given.DeliverAsync(_given.Upsert(1)));
        var (second, third) = (await _given.Rig.AddAsync(2), await _given.Rig.AddAsync(3));
        await _given.Rig.MergeAsync(first, second);
        await _given.Rig.MergeAsync(second, third);

        (await _given.DeliverAsync(_given.Upsert(1, version: 2, first))).Single().ShouldBe(new Gone(third));

        await _given.Rig.RemoveAsync(third);
        (await _given.DeliverAsync(_given.Upsert(1, version: 2, first))).Single().ShouldBe(new Gone());
    }

    [Fact]
    public async Task When_the_calls_of_the_day_are_used_up_it_stops_till_later()
    {
        await _given.DeliverAsync(_given.Upsert(1));
        _given.Rig.Dialect.CallsADay = 0;

        var later = await Should.ThrowAsync<TransientException>(() => _given.DeliverAsync(_given.Upsert(2)));

        later.RetryAfter.ShouldBe(TimeSpan.FromMinutes(15));
        later.Message.ShouldContain("REQUEST_LIMIT_EXCEEDED");
    }

    [Fact]
    public async Task Keys_with_quotes_are_found()
    {
        string[] keys = ["erp/thing/O'Hara", """erp/thing/back\slash""", "erp/thing/') OR (Name != '", "ERP/thing/o'hara"];
        await _given.DeliverAsync([.. keys.Select((key, at) => _given.Upsert(at) with { ExternalKey = key })]);

        foreach (var key in keys)
            (await _given.Open().FindAsync(new RemoteQuery("Account", RemoteBy.ExternalKey, [key], ["Name"]), CancellationToken.None)).Single().ExternalKey.ShouldBe(key);
        (await _given.DeliverAsync([.. keys.Select(key => new Delivery("Account", key, null, true, ChangeKind.Deleted, []))])).ShouldAllBe(answer => answer is Delivered);
        keys.ShouldAllBe(key => _given.Rig.Store.Where("Account", "ERP_ID__c", key).Count == 0);
    }

    [Fact]
    public async Task A_list_of_several_pages_is_whole()
    {
        _given.Rig.Dialect.PageSize = 3;
        await _given.DeliverAsync([.. Enumerable.Range(1, 8).Select(number => _given.Upsert(number))]);

        var listed = new List<RemoteKey>();
        await foreach (var page in _given.Open().ListAsync("Account", CancellationToken.None))
            listed.AddRange(page);

        listed.Select(key => key.ExternalKey).ShouldBe(Enumerable.Range(1, 8).Select(Given.Key), ignoreOrder: true);
    }

    [Fact]
    public async Task Points_in_time_and_numbers_read_back_as_they_were_sent()
    {
        var fields = new JsonObject { ["ERP_Account__c"] = _given.Rig.Account, ["Name"] = "1", ["ERP_Shipped_At__c"] = "2026-07-08T01:30:00+00:00", ["ERP_Planned_On__c"] = "2026-07-08", ["ERP_Carrier__c"] = null };
        await _given.DeliverAsync(Given.Upsert("ERP_Shipment__c", "s", fields));

        var found = (await _given.Open().FindAsync(new RemoteQuery("ERP_Shipment__c", RemoteBy.ExternalKey, ["s"], [.. fields.Select(field => field.Key), "No_Such__c"]), CancellationToken.None)).Single();

        found.Fields.Select(field => field.Key).ShouldBe(fields.Select(field => field.Key));
        fields.ShouldAllBe(field => JsonNode.DeepEquals(field.Value, found.Fields[field.Key]));
    }

    private static string Id(IReadOnlyList<DeliveryResult> answers) => answers.Single().ShouldBeOfType<Delivered>().RemoteId;
}
