using IntegrationHub.Core.Delivery;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Jobs;

public sealed class TargetSetupTests : IAsyncLifetime
{
    private TargetWorld _world = null!;

    public async Task InitializeAsync() => _world = await TargetWorld.CreateAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_target_that_has_all_the_mappings_write_lacks_nothing()
    {
        var standing = await _world.Setup.CompareAsync("crm", default);
        standing.Gaps.ShouldBeEmpty();
        var sale = standing.Objects.Single(one => one.Needs.Object == "Sale").Needs.Fields.Select(need => need.Field).ToList();
        sale.ShouldBe([
            new NeededField("erpId", TargetFieldKind.Text) { IsExternalKey = true }, new NeededField("no", TargetFieldKind.Text), new NeededField("on", TargetFieldKind.Date),
            new NeededField("account", TargetFieldKind.Reference) { RefersTo = "Account" }, new NeededField("lines", TargetFieldKind.Lines),
            new NeededField("lines[].pos", TargetFieldKind.Text), new NeededField("lines[].amount", TargetFieldKind.Number)]);
    }

    [Fact]
    public async Task What_is_missing_is_named_with_its_rule_and_made()
    {
        _world.Objects["Account"].RemoveAll(field => field.Name is "mail");
        _world.Objects.Remove("Sale");
        var standing = await _world.Setup.CompareAsync("crm", default);
        standing.Gaps.Select(gap => (gap.Object, gap.Field, gap.Kind)).ShouldBe([("Account", "mail", GapKind.MissingField), ("Sale", null, GapKind.MissingObject)]);
        standing.Gaps.First().ShouldSatisfyAllConditions(
            gap => gap.Rule.ShouldBe("crm/customer.yaml(5,9)"), gap => gap.Problem.ShouldBe("Account has no field mail. Make it (a text), or remove it from the mapping."));

        var prepared = await _world.Setup.PrepareAsync("crm", default);

        _world.Prepared.Select(one => (one.Object, one.Fields.Count)).ShouldBe([("Account", 1), ("Sale", 7)]);
        prepared.Steps.ShouldBe(["Setup, Sale: make the rows lines."]);
        prepared.Made["Account"].ShouldBe(["mail"]);
        prepared.Made["Sale"].ShouldNotContain("lines");
        prepared.After.Gaps.Select(gap => (gap.Object, gap.Field)).ShouldBe([("Sale", "lines")]);
    }

    [Fact]
    public async Task What_is_there_and_does_not_fit_is_told()
    {
        _world.Objects["Account"] = [
            new("erpId", TargetFieldKind.Text), new("name", TargetFieldKind.Text, Writable: false), new("mail", TargetFieldKind.Reference), new("kind", TargetFieldKind.Choice) { Choices = ["Company"] },
            new("region", TargetFieldKind.Text, Required: true), new("made", TargetFieldKind.Instant, Writable: false, Required: true)];
        _world.Objects["Sale"][6] = new("lines[].amount", TargetFieldKind.Flag);
        _world.Objects["Sale"].Add(new("lines[].tax", TargetFieldKind.Number, Required: true));
        _world.Objects["Sale"].Add(new("notes[].text", TargetFieldKind.Text, Required: true));   // nobody writes notes
        var gaps = (await _world.Setup.CompareAsync("crm", default)).Gaps.ToList();
        gaps.Select(gap => (gap.Object, gap.Field, gap.Kind)).ShouldBe([
            ("Account", "erpId", GapKind.KeyNotUnique), ("Account", "name", GapKind.ReadOnly), ("Account", "mail", GapKind.WrongKind), ("Account", "kind", GapKind.MissingChoice),
            ("Account", "region", GapKind.RequiredNotFilled), ("Sale", "lines[].amount", GapKind.WrongKind), ("Sale", "lines[].tax", GapKind.RequiredNotFilled)]);
        gaps[3].Problem.ShouldBe("Account.kind does not know the value 'Person'. Add what is missing over there, or choose others in the mapping.");
        gaps[5].Problem.ShouldBe("Sale.lines[].amount holds true or false, and the mapping writes a number. Write another field, or convert in the mapping.");
        (await _world.Setup.PrepareAsync("crm", default)).Made.Values.ShouldAllBe(made => made.Count == 0);
        _world.Prepared.ShouldBeEmpty();   // nothing of that can be made
    }

    [Fact]
    public async Task A_part_is_checked_where_the_target_tells_its_fields_and_a_whole_is_taken_as_it_is()
    {
        _world.Write("crm/customer.yaml", "from: customer\nto: { target: crm, object: Account }\nfields:\n  name: name\n  address: { fields: { city: \"addresses[0].city\" } }\n");
        _world.Open();
        _world.Objects["Account"].Add(new("address", TargetFieldKind.Any));
        (await _world.Setup.CompareAsync("crm", default)).Gaps.ShouldBeEmpty();
        _world.Objects["Account"].Add(new("address.street", TargetFieldKind.Text));
        (await _world.Setup.CompareAsync("crm", default)).Gaps.Select(gap => (gap.Field, gap.Kind)).ShouldBe([("address.city", GapKind.MissingField)]);
        _world.Objects["Account"].RemoveAll(field => field.Name.StartsWith("address", StringComparison.Ordinal));
        (await _world.Setup.CompareAsync("crm", default)).Gaps.Select(gap => (gap.Field, gap.Kind)).ShouldBe([("address.city", GapKind.MissingField)]);
    }
}
