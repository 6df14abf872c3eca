using System.Runtime.CompilerServices;
using System.Text;
using IntegrationHub.Core.Mapping.Discovery;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Mapping.Discovery;

/// <summary>The fields of a source are found, recorded, and mappings held against them.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private readonly MappingRoot root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public async Task A_source_that_cannot_say_is_described_by_its_first_records()
    {
        var source = new Records(
            """{"no":"1","net":5,"odd.name":true,"items":[{"pos":1},{"text":"x"}],"head":{"city":"Berlin"},"gone":null}""",
            """{"no":2,"items":{"pos":2},"tags":["a"]}""",
            """{"never":"read"}""");

        var fields = await SourceFields.OfAsync(source, "Orders", records: 2, CancellationToken.None);

        fields.Sampled.ShouldBe(2);
        source.Given.ShouldBe(2);
        fields.ToJson().ShouldBe("""
            {
              "entity": "Orders",
              "sampled": 2,
              "fields": {
                "gone": "any",
                "head": "object",
                "head.city": "text",
                "items": "list",
                "items.pos": "number",
                "items[].pos": "number",
                "items[].text": "text",
                "net": "number",
                "no": "any",
                "'odd.name'": "boolean",
                "tags": "list"
              }
            }

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task What_is_recorded_is_read_back_the_same()
    {
        var fields = await SourceFields.OfAsync(new Records("""{"a.b":{"it's":[{"x":1}]}}"""), "E", 5, CancellationToken.None);
        root.With("acme/E.fields.json", fields.ToJson());

        SourceFields.Read(Path.Combine(root.Path, "acme/E.fields.json"), "acme/E.fields.json", _ => { })!.ToJson().ShouldBe(fields.ToJson());
    }

    [Theory]
    [InlineData("number: OrderNo", "acme/Orders.yaml(3,11): the source's Orders has no field 'OrderNo'; did you mean 'OrderNr'? (as recorded in acme/Orders.fields.json; if it has one now, run: hub discover acme Orders --save)")]
    [InlineData("number: OrderNr\n  currency: $.Curency", "acme/Orders.yaml(4,13): the source's Orders has no field 'Curency'; did you mean 'Currency'? (as recorded in acme/Orders.fields.json; if it has one now, run: hub discover acme Orders --save)")]
    [InlineData("number: OrderNr\n  lines: { each: items, only: { Kindd: x }, fields: { number: Pos, description: $.Currency } }", "acme/Orders.yaml(4,33): the source's Orders has no field 'Kindd'; did you mean 'Kind'? (as recorded in acme/Orders.fields.json; if it has one now, run: hub discover acme Orders --save)")]
    [InlineData("number: items[0].Poss", "acme/Orders.yaml(3,11): the source's Orders has no field 'Poss'; did you mean 'Pos'? (as recorded in acme/Orders.fields.json; if it has one now, run: hub discover acme Orders --save)")]
    public void A_field_the_source_does_not_have_is_told_with_the_nearest(string fields, string lint) =>
        Recorded().With("acme/Orders.yaml", $"to: order\nfields:\n  {fields}").Lints().ShouldBe([lint]);

    [Fact]
    public void What_is_recorded_and_not_used_is_no_fault() =>
        Recorded().With("acme/Orders.yaml", "to: order\nfields: { number: OrderNr, lines: { each: items, fields: { number: Pos } } }").Lints().ShouldBeEmpty();

    [Fact]
    public void A_connections_record_holds_for_the_mapping_it_uses_from_further_down()
    {
        Recorded().With("shipped/Orders.yaml", "to: order\nfields: { number: OrderNo }");
        root.Lints().ShouldHaveSingleItem().ShouldStartWith("files/mappings/Orders.yaml(2,19): the source's Orders has no field 'OrderNo'; did you mean 'OrderNr'? (as recorded in acme/Orders.fields.json");

        root.With("acme/Orders.yaml", "extends: files/Orders\nfields: { number: OrderNr }").Lints().ShouldBeEmpty();
    }

    [Fact]
    public void A_field_that_was_only_not_seen_in_a_sample_is_a_warning()
    {
        root.With("acme/Orders.fields.json", """{"entity":"Orders","sampled":500,"fields":{"OrderNr":"text"}}""");
        var catalog = root.With("acme/Orders.yaml", "to: order\nfields: { number: OrderNr, currency: Rare }").Catalog();
        catalog.Warnings.Select(warning => warning.ToString()).ShouldBe(
            ["acme/Orders.yaml(2,38): none of the 500 records of Orders that were sampled has 'Rare'; there are: OrderNr (see acme/Orders.fields.json)"]);
    }

    [Fact]
    public void A_record_that_is_broken_says_how_to_write_it_anew() =>
        root.With("acme/Orders.fields.json", "{").With("acme/Orders.yaml", "to: order\nfields: { number: A }").Lints().ShouldHaveSingleItem()
            .ShouldMatch(@"^acme/Orders\.fields\.json: not what hub discover writes: .* Write it anew: hub discover acme --save$");

    private MappingRoot Recorded() => root.With("acme/Orders.fields.json",
        """{"entity":"Orders","fields":{"OrderNr":"text","Currency":"text","items":"list","items[].Pos":"text","items[].Kind":"text","unused":"object"}}""");

    private sealed class Records(params string[] records) : ISource
    {
        public int Given { get; private set; }

        public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            request.After.ShouldBeNull();
            foreach (var record in records)
            {
                Given++;
                yield return new([new SourceRecord($"{Given}", ChangeKind.Upserted, Encoding.UTF8.GetBytes(record))], new Checkpoint($"{Given}"));
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
