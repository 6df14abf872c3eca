using System.Text;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>Connectors add converters to the language; to a mapping they are converters like any other.</summary>
public sealed class ConverterSetTests
{
    private static readonly ConnectorConverter Thing = new("acme-thing", "Whatever Acme writes.", text => text switch
    {
        "text" => new Converted.Text("t"),
        "empty" => new Converted.Text(""),
        "nul" => new Converted.Text("a\0b"),
        "number" => new Converted.Number(1.50m),
        "truth" => new Converted.Truth(true),
        "date" => new Converted.Date(new DateOnly(2026, 1, 31)),
        "instant" => new Converted.Instant(new DateTimeOffset(2026, 1, 31, 9, 0, 0, TimeSpan.FromHours(9))),
        "nothing" => new Converted.Nothing(),
        _ => new Converted.Refused("not Acme's"),
    }, []);

    private static readonly ConverterSet Converters = new([Thing]);

    [Theory]
    [InlineData("text", "\"t\"")]
    [InlineData("empty", "\"e\"")]
    [InlineData("number", "1.50")]
    [InlineData("truth", "true")]
    [InlineData("date", "\"2026-01-31\"")]
    [InlineData("instant", "\"2026-01-31T00:00:00Z\"")]
    [InlineData("nothing", "\"i\"")]
    public void Every_outcome_goes_on_as_a_value_of_its_kind(string text, string expected)
    {
        var mapping = Compile("as: [lower, acme-thing], absent: { empty: e, initial: i }");
        mapping.Record<Product>($$"""{"id":"{{text.ToUpperInvariant()}}"}""").Attributes!["out"]!.ToJsonString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("other", "attributes.out: not Acme's")]
    [InlineData("nul", "attributes.out: a text with a NUL character, which cannot be stored")]
    public void A_refusal_is_the_records(string text, string cause) => Compile("as: acme-thing").Causes($$"""{"id":"{{text}}"}""").ShouldBe([cause]);

    [Fact]
    public void An_absent_value_never_comes_to_it() =>
        Compile("as: acme-thing").Record<Product>("""{"id":"text","x":1}""").Attributes!["none"].ShouldBeNull();

    [Fact]
    public void A_misspelt_name_is_suggested() =>
        Should.Throw<MappingException>(() => Compile("as: acme-thin")).Lints.ShouldHaveSingleItem().Message.ShouldBe("unknown converter 'acme-thin'; did you mean 'acme-thing'?");

    [Fact]
    public void Without_its_connector_it_is_unknown() =>
        Mapped.Lints("to: product\nfields: { sku: id, name: { from: id, as: acme-thing } }").ShouldHaveSingleItem().ShouldContain("unknown converter 'acme-thing'");

    private static Core.Mapping.Mapping Compile(string steps) => MappingCompiler.Compile(
        [new MappingPart("erp/Test.yaml", Encoding.UTF8.GetBytes($"to: product\nfields:\n  sku: {{ value: s }}\n  name: {{ value: n }}\n  attributes:\n    out: {{ from: id, {steps} }}\n    none: {{ from: y, as: acme-thing }}"))],
        Converters);
}
