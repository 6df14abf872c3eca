using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using static IntegrationHub.Sdk.DeliveryResult;

namespace IntegrationHub.Connectors.Salesforce.Tests;

/// <summary>An order's lines are records of their own.</summary>
public sealed class LineTests : IAsyncLifetime
{
    private const string List = "ERP_Order_Lines__r";
    private const string Lines = "ERP_Order_Line__c";

    private Given _given = null!;

    public async Task InitializeAsync() => _given = await Given.StartAsync("ERP_Order__c");

    public Task DisposeAsync() => _given.DisposeAsync().AsTask();

    [Fact]
    public async Task Lines_that_the_list_no_longer_has_are_deleted_and_those_of_others_stay()
    {
        var id = Id(await _given.DeliverAsync(_given.Upsert(1)));
        await _given.DeliverAsync(_given.Upsert(2));
        _given.Rig.Store.Add(Lines, new JsonObject { ["Name"] = "a person's", ["ERP_Order__c"] = id });
        var less = _given.Upsert(1, version: 2, id);
        less.Fields[List] = new JsonArray(SalesforceRig.Line("2", "wine", 1), SalesforceRig.Line("3", "bread", 1));

        Id(await _given.DeliverAsync(less)).ShouldBe(id);

        KeysOf(id).ShouldBe([null, "erp/thing/1/2", "erp/thing/1/3"], ignoreOrder: true);
        _given.Rig.Store.Where(Lines, "ERP_ID__c", "erp/thing/2/1").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_list_that_did_not_change_is_not_sent()
    {
        var id = Id(await _given.DeliverAsync(_given.Upsert(1)));
        var before = _given.Rig.StandIn.Calls.Count;

        await _given.DeliverAsync(_given.Upsert(1, version: 2, id) with { Changed = new HashSet<string> { "ERP_Gross__c" } });

        (_given.Rig.StandIn.Calls.Count - before).ShouldBe(1);
        _given.Writes[^1].ShouldBe("PATCH composite/sobjects");
    }

    [Fact]
    public async Task An_order_with_a_bad_line_is_refused_and_not_left_behind_without_it()
    {
        var bad = _given.Upsert(1);
        bad.Fields[List]![1]!["ERP_Description__c"] = new string('x', 256);

        var answers = await _given.DeliverAsync(bad, _given.Upsert(2));

        answers[0].ShouldBe(new Rejected("ERP_Order__c erp/thing/1, line 2: a text is too long for its field (STRING_TOO_LONG: ERP_Description__c)."));
        answers[1].ShouldBeOfType<Delivered>();
        _given.Rig.Store.Where("ERP_Order__c", "ERP_ID__c", Given.Key(1)).ShouldBeEmpty();
        _given.Rig.Store.Where(Lines, "ERP_ID__c", "erp/thing/1/1").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_that_was_there_stays_when_a_line_is_refused()
    {
        var id = Id(await _given.DeliverAsync(_given.Upsert(1)));
        var bad = _given.Upsert(1, version: 2, id);
        bad.Fields[List]![1]!["ERP_Description__c"] = new string('x', 256);

        (await _given.DeliverAsync(bad)).Single().ShouldBeOfType<Rejected>();

        KeysOf(id).ShouldBe(["erp/thing/1/1", "erp/thing/1/2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Lines_without_a_number_or_with_the_same_one_are_refused()
    {
        var without = _given.Upsert(1);
        without.Fields[List]![0]!["ERP_ID__c"] = null;
        var same = _given.Upsert(2);
        same.Fields[List]![1]!["ERP_ID__c"] = "1";

        var answers = await _given.DeliverAsync(without, same);

        answers[0].ShouldBeOfType<Rejected>().Reason.ShouldContain("a line has no ERP_ID__c in ERP_Order_Lines__r");
        answers[1].ShouldBeOfType<Rejected>().Reason.ShouldContain("two lines have the same ERP_ID__c");
        _given.Rig.Store.Table("ERP_Order__c").Present.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_the_org_does_not_have_is_an_error_in_the_settings()
    {
        var typo = _given.Upsert(1);
        typo.Fields["ERP_Lines__r"] = new JsonArray(SalesforceRig.Line("1", "x", 1));

        (await Should.ThrowAsync<SetupException>(() => _given.DeliverAsync(typo))).Message.ShouldContain("ERP_Lines__r");
    }

    [Fact]
    public async Task Deleting_an_order_takes_its_lines_along()
    {
        var id = Id(await _given.DeliverAsync(_given.Upsert(1)));
        await _given.DeliverAsync(new Delivery("ERP_Order__c", Given.Key(1), id, false, ChangeKind.Deleted, []));
        KeysOf(id).ShouldBeEmpty();
    }

    private List<string?> KeysOf(string order) => [.. _given.Rig.Store.Where(Lines, "ERP_Order__c", order).Select(line => line.Text("ERP_ID__c"))];

    private static string Id(IReadOnlyList<DeliveryResult> answers) => answers.Single().ShouldBeOfType<Delivered>().RemoteId;
}
