using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Salesforce.Tests;

public sealed class SetupTests
{
    internal static readonly NeededField[] Needed =
    [
        new("ERP_Text__c", TargetFieldKind.Text), new("ERP_Long__c", TargetFieldKind.LongText), new("ERP_Number2__c", TargetFieldKind.Number), new("ERP_Flag__c", TargetFieldKind.Flag), new("ERP_Day__c", TargetFieldKind.Date),
        new("ERP_At__c", TargetFieldKind.Instant), new("ERP_Parent__c", TargetFieldKind.Reference) { RefersTo = "Account" },
    ];

    [Fact]
    public async Task An_administrators_hub_makes_fields_and_can_write_them_at_once()
    {
        await using var rig = new SalesforceRig(mayCustomize: true);
        await rig.StartAsync();
        using var http = new HttpClient();
        await using var target = new SalesforceTarget(rig.Options(), new ConnectorServices(http, TimeProvider.System, NullLogger.Instance));

        (await target.PrepareAsync("Account", Needed, CancellationToken.None)).ShouldBeEmpty();

        (await target.PrepareAsync("ERP_Order__c", [new("ERP_Order_Lines__r[].ERP_Weight__c", TargetFieldKind.Number)], CancellationToken.None)).ShouldBeEmpty();
        (await target.DescribeAsync("ERP_Order_Line__c", CancellationToken.None))!.Fields.ShouldContain(field => field.Name == "ERP_Weight__c");

        var fields = rig.Fields(1, 1);
        (fields["ERP_Text__c"], fields["ERP_Number2__c"], fields["ERP_Flag__c"], fields["ERP_Day__c"], fields["ERP_At__c"], fields["ERP_Parent__c"]) = ("x", 1.25m, true, "2026-01-31", "2026-01-31T10:00:00+00:00", rig.Account);
        (await target.DeliverAsync([Given.Upsert("Account", "k", fields)], CancellationToken.None)).Single().ShouldBeOfType<DeliveryResult.Delivered>();
        rig.Store.Table("FieldPermissions").Present.Count(grant => grant.Text("PermissionsEdit") == "true").ShouldBe(Needed.Length + 1);
        rig.Store.Table("FieldPermissions").Present.Count().ShouldBe(2 * (Needed.Length + 1));
    }

    [Fact]
    public async Task A_hub_with_the_rights_it_should_have_names_the_steps()
    {
        await using var given = await Given.StartAsync();
        var steps = await given.Open().PrepareAsync("Account", Needed, CancellationToken.None);

        steps.Count.ShouldBe(1 + Needed.Length);
        steps[0].ShouldContain("sf project deploy start");
        steps[3].ShouldBe("If ERP_Number2__c is not part of the package: Setup, Object Manager, Account, Fields & Relationships, New: Number, field name ERP_Number2 (ERP_Number2__c); then tick Read and Edit for it in the permission set ERP Integration.");
        (await given.Open().PrepareAsync("ERP_Nothing__c", Needed[..1], CancellationToken.None))[1].ShouldContain("Create, Custom Object: ERP_Nothing__c");
    }
}
