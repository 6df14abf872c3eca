using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Preview;
using IntegrationHub.Core.Tests.Replay;

namespace IntegrationHub.Core.Tests.Preview;

public sealed class MappingComparisonTests : IAsyncLifetime
{
    private KeptWorld _hub = null!;
    private MappingComparison _comparison = null!;

    public async Task InitializeAsync()
    {
        _hub = await KeptWorld.CreateAsync();
        _comparison = new MappingComparison(_hub.Kept, _hub.Parked);
    }

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task The_mapping_in_force_differs_in_nothing_from_what_it_made()
    {
        var mapping = KeptWorld.Mapping("name: Name", "phone: Phone");
        await _hub.SyncAsync(mapping, KeptWorld.Customer("A", "Ana", "1"), KeptWorld.Customer("B", "Bob"), KeptWorld.Customer("C", ""));

        var same = await DiffAsync(mapping);

        (same.Records, same.Same, same.IsSame, same.Fields.Count, same.Causes.Count).ShouldBe((3, 3, true, 0, 0));
    }

    [Fact]
    public async Task Every_kind_of_difference_is_counted_once_and_fields_come_with_examples()
    {
        await _hub.SyncAsync(KeptWorld.Mapping("name: Name", "phone: Phone", "status: { value: active }"),
            KeptWorld.Customer("A", "same", "1"), KeptWorld.Customer("B", "other", "02"), KeptWorld.Customer("C", "third", "03"),
            KeptWorld.Customer("D", "refuse", "4"), KeptWorld.Customer("E", ""), KeptWorld.Customer("F", "", "6"));
        var before = await StateAsync();

        var changed = MappingCompiler.Compile("erp/Customers.yaml", """
            to: customer
            only: { Name: [same, other, refuse, ""] }
            fields:
              name: { first: [{ from: Name, choose: { same: same, other: other, third: third } }, { from: Phone, as: decimal }] }
              phone: { from: Phone, as: unpad }
              status: { value: active }
            """u8.ToArray());
        var difference = await DiffAsync(changed);

        (difference.Records, difference.Same, difference.Changed, difference.NewlyRefused, difference.NoLongerRefused, difference.RefusedOtherwise, difference.NewlyLeftOut, difference.NewlyTaken)
            .ShouldBe((6, 2, 1, 1, 1, 0, 1, 0));
        difference.Fields.ShouldHaveSingleItem().Examples.ShouldBe([new FieldExample("erp/customer/B", "\"02\"", "\"2\"")]);
        difference.Causes.Select(cause => (cause.Cause, cause.Gained, cause.Lost)).ShouldBe(
            [("name: a value 'choose' does not list", 1, 0), ("name: required, but absent", 0, 1)], ignoreOrder: true);
        (await StateAsync()).ShouldBe(before);   // nothing was changed by asking
    }

    [Fact]
    public async Task What_is_kept_beside_the_document_counts_too()
    {
        await _hub.SyncAsync(KeptWorld.Mapping("name: Name"), Some.Source("A", """{"Name":"a","At":"2026-04-01T00:00:00Z","Gone":"Y"}"""));
        var changed = MappingCompiler.Compile("erp/Customers.yaml", "to: customer\nsourceTime: { from: At, as: instant }\ndeleted: { from: Gone, as: yes-no }\nfields: { name: Name }"u8.ToArray());

        (await DiffAsync(changed)).Fields.Select(field => field.Field).ShouldBe(["deleted", "sourceTime"]);
    }

    [Fact]
    public async Task Outwards_the_version_that_delivered_is_compared_with_the_changed_one()
    {
        await _hub.SyncAsync(KeptWorld.Mapping("name: Name", "phone: Phone"), KeptWorld.Customer("A", "a", "1"), KeptWorld.Customer("B", "b"));
        var old = Outward("{ title: name, tel: phone }");
        await _hub.Used.NumberOfAsync(Core.Sync.MadeBy.Of(old), default);
        var last = (await new PastMappings(_hub.Used, ConverterSet.BuiltIn).OutwardAsync("crm/customer.yaml", default))!;
        last.Version.ShouldBe(old.Version);

        var difference = await _comparison.OutwardAsync(last, Outward("{ title: { from: name, as: upper }, tel: phone }"), null, null, default);
        var fewer = await _comparison.OutwardAsync(last, MappingCompiler.CompileOutward("crm/customer.yaml", "{ from: customer, to: { object: accounts }, only: { phone: ['1'] }, fields: { title: name, tel: phone } }"u8.ToArray()), null, null, default);
        var more = await _comparison.OutwardAsync(MappingCompiler.CompileOutward("crm/customer.yaml", "{ from: customer, to: { object: accounts }, only: { phone: ['1'] }, fields: { title: name, tel: phone } }"u8.ToArray()), last, null, null, default);

        (difference.Changed, difference.Fields.Single().Field).ShouldBe((2, "title"));
        (fewer.Same, fewer.NewlyLeftOut, more.NewlyTaken).ShouldBe((1, 1, 1));
    }

    [Fact]
    public async Task Examples_are_masked_when_asked_for_and_short()
    {
        await _hub.SyncAsync(KeptWorld.Mapping("name: Name"), KeptWorld.Customer("A", "Maria Anders"), KeptWorld.Customer("maria@anders.de", new string('x', 500)));
        var masking = new Masking(await _hub.Kept.MaskSaltAsync(default));

        var difference = await _comparison.InwardAsync(KeptWorld.Mapping("name: { from: Name, as: upper }"), KeptWorld.Key, masking.Example, null, default);

        var examples = difference.Fields.Single().Examples;
        examples[0].Old!.ShouldMatch("^\"[A-Z][a-z]{4} [A-Z][a-z]{5}\"$");
        examples[0].Old!.ShouldNotContain("Maria");
        examples.ShouldAllBe(example => !example.Key.Contains("maria") && example.New!.Length <= 201);
    }

    [Fact]
    public async Task A_comparison_can_be_cancelled_and_tells_how_far_it_is()
    {
        await _hub.SyncAsync(KeptWorld.Mapping("name: Name"), KeptWorld.Customer("A", "a"));
        using var stop = new CancellationTokenSource();
        var told = new List<(long, long)>();

        await _comparison.InwardAsync(KeptWorld.Mapping("name: Name"), KeptWorld.Key, null, new Straight(told.Add), default);
        await stop.CancelAsync();

        told.ShouldBe([(1, 1)]);
        await Should.ThrowAsync<OperationCanceledException>(() => _comparison.InwardAsync(KeptWorld.Mapping("name: Name"), KeptWorld.Key, null, null, stop.Token));
    }

    private static OutwardMapping Outward(string fields) => MappingCompiler.CompileOutward("crm/customer.yaml", System.Text.Encoding.UTF8.GetBytes($"{{ from: customer, to: {{ object: accounts }}, fields: {fields} }}"));

    private Task<MappingDifference> DiffAsync(Core.Mapping.Mapping mapping) => _comparison.InwardAsync(mapping, KeptWorld.Key, mask: null, progress: null, default);

    private Task<string> StateAsync() => _hub.QueryAsync("select string_agg(r::text, '' order by record_no) || (select string_agg(p::text, '' order by parked_no) from hub.parked p) || (select string_agg(m::text, '' order by mapping_no) from hub.mapping m) from hub.record r");

    private sealed class Straight(Action<(long, long)> tell) : IProgress<(long Done, long All)>
    {
        public void Report((long Done, long All) value) => tell(value);
    }
}
