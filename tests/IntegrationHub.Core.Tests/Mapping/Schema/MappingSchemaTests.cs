using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Cases;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Schema;
using IntegrationHub.Core.Mapping.Yaml;
using IntegrationHub.Testing;
using Json.Schema;

namespace IntegrationHub.Core.Tests.Mapping.Schema;

/// <summary>What editors are told of mappings: never less than the compiler takes.</summary>
public sealed partial class MappingSchemaTests
{
    private static readonly JsonSchema Mappings = JsonSchema.FromText(MappingSchema.OfMappings().ToJsonString());
    private static readonly JsonSchema Cases = JsonSchema.FromText(MappingSchema.OfCases().ToJsonString());

    public static TheoryData<string> Shipped => [.. new[] { "mappings", "connectors" }
        .SelectMany(folder => Directory.EnumerateFiles(Checkout.PathOf(folder), "*.yaml", SearchOption.AllDirectories))
        .Where(file => file.Contains("mappings", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(Checkout.Root, file))
        .Where(file => file.Split('/')[0] == "mappings" || file.Split('/') is [_, _, "mappings", ..])
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_shipped_mapping_and_its_cases_are_valid(string file) =>
        Faults(file.EndsWith(".cases.yaml", StringComparison.Ordinal) ? Cases : Mappings, File.ReadAllText(Checkout.PathOf(file))).ShouldBeEmpty();

    [Fact]
    public void Every_example_of_the_documentation_is_valid()
    {
        var blocks = Block().Matches(File.ReadAllText(Checkout.PathOf("docs", "mapping.md")).ReplaceLineEndings("\n"));
        blocks.Count.ShouldBeGreaterThan(20);
        foreach (Match block in blocks)
            Faults(block.Groups["kind"].Value.EndsWith("cases", StringComparison.Ordinal) ? Cases : Mappings, block.Groups["text"].Value).ShouldBeEmpty(block.Value);
    }

    [Fact]
    public void Every_example_of_every_converter_is_valid()
    {
        foreach (var converter in Core.Mapping.Converters.ConverterRegistry.All)
            foreach (var example in converter.Examples)
                Faults(Mappings, $"to: product\nfields: {{ sku: a, name: {{ from: b, as: {example.As} }} }}").ShouldBeEmpty($"{converter.Name}: {example.As}");
    }

    [Fact]
    public void A_connectors_converter_is_known_where_it_is_installed()
    {
        const string yaml = "to: product\nfields: { sku: a, name: { from: b, as: acme-thing } }";
        var converters = new Core.Mapping.Converters.ConverterSet([new Sdk.ConnectorConverter("acme-thing", "Always the same.", _ => new Sdk.Converted.Text("thing"), [])]);

        Faults(JsonSchema.FromText(MappingSchema.OfMappings(converters).ToJsonString()), yaml).ShouldBeEmpty();
        Faults(Mappings, yaml).ShouldNotBeEmpty();
    }

    /// <summary>What the compiler takes, the schema takes: also where it is odd.</summary>
    [Theory]
    [InlineData("to: order\nfields: { number: 12 }")]
    [InlineData("to: order\nfields: { number: { value: 12 }, status: { value: open } }")]
    [InlineData("to: order\nfields: { number: true, status: { from: S, choose: { 1: open, true: done, x: ~ }, otherwise: '' } }")]
    [InlineData("to: order\nfields: { number: { from: A, as: [] } }")]
    [InlineData("to: order\nfields: { number: { from: A, as: [trim, { pad: '10' }, { pad: { length: 10 } }, { text: ~ }] } }")]
    [InlineData("to: order\nfields: { number: a, status: { first: [{ from: S, choose: { A: OPEN } }], as: lower } }")]
    [InlineData("to: order\nfields: { number: { join: { of: [{ from: S, choose: { A: any } }] } } }")]
    [InlineData("to: order\nfields: { number: a, customer: { ref: customer, key: { first: [a, b] }, system: 12, as: unpad } }")]
    [InlineData("to: order\nonly: { a: ~, b: [1, x, ~], c: [] }\nfields: { number: a, lines: [] }")]
    [InlineData("from: { connector: files }\nto: order\nsourceVersion: v\ndeleted: { value: false }\nfields: { number: a }")]
    [InlineData("from: order\nto: { object: 12 }\nfields: { a: { ref: customer, optional: true }, b: { each: lines, only: { number: 1 }, fields: { c: number } }, d: { fields: { e: { value: 1 } } } }")]
    public void What_the_compiler_takes_is_valid(string yaml)
    {
        if (yaml.StartsWith("from: order", StringComparison.Ordinal))
            Mapped.Outward(yaml);
        else
            Mapped.Inward(yaml);
        Faults(Mappings, yaml).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("extends: files/Orders")]
    [InlineData("extends: files/Orders\ndrop: [a, b.c]\nfields: { lines: { fields: { number: A } }, anything: { from: b } }")]
    [InlineData("extends: files/Orders\nto: order\ndrop: only\nfields: { lines: { fields: { description: A } }, attributes: { x: y } }")]
    [InlineData("extends: rest/order\nfrom: order\nfields: { total: { fields: { net: net.amount } } }")]
    [InlineData("extends: rest/order\nto: { object: Sales__c }")]
    public void Overlays_are_valid(string yaml) => Faults(Mappings, yaml).ShouldBeEmpty();

    [Theory]
    [InlineData("to: ordr\nfields: { number: A }")]
    [InlineData("to: order")]
    [InlineData("to: order\nfields: { status: S }")]
    [InlineData("to: order\nfield: { number: A }")]
    [InlineData("to: order\nfields: { number: A, orderdOn: D }")]
    [InlineData("to: order\nfields: { number: A, orderedOn: { from: D, as: sapdate } }")]
    [InlineData("to: order\nfields: { number: A, orderedOn: { from: D, as: date-format } }")]
    [InlineData("to: order\nfields: { number: A, orderedOn: { from: D, as: { date-format: { patern: d } } } }")]
    [InlineData("to: order\nfields: { number: { from: A, as: { pad: ten } } }")]
    [InlineData("to: order\nfields: { number: A, net: N }")]
    [InlineData("to: order\nfields: { number: A, net: { amount: N } }")]
    [InlineData("to: order\nfields: { number: A, status: { from: S, choose: { A: opne } } }")]
    [InlineData("to: order\nfields: { number: A, status: { from: S, choose: {} } }")]
    [InlineData("to: order\nfields: { number: A, customer: B }")]
    [InlineData("to: order\nfields: { number: A, customer: { ref: contact, key: B } }")]
    [InlineData("to: order\nfields: { number: { from: A, value: B } }")]
    [InlineData("to: order\nfields: { number: { as: trim } }")]
    [InlineData("to: order\nfields: { number: [A] }")]
    [InlineData("to: order\nfields: { number: A, lines: Items }")]
    [InlineData("to: order\nfields: { number: A, lines: { each: I, fields: { quantity: { value: Q } } } }")]
    [InlineData("to: order\nfields: { number: { join: { of: [] } } }")]
    [InlineData("from: order\nto: { object: o, targt: x }\nfields: { a: number }")]
    [InlineData("from: order\nto: { object: o }\nfields: { a: { ref: customer, optinal: true } }")]
    public void A_broken_mapping_is_not(string yaml)
    {
        Mapped.Lints(yaml, outward: yaml.StartsWith("from: order", StringComparison.Ordinal)).ShouldNotBeEmpty();
        Faults(Mappings, yaml).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("- { name: c, input: {} }")]
    [InlineData("- { name: c, input: {}, expect: {}, leftOut: true }")]
    [InlineData("- { name: c, input: {}, expct: {} }")]
    [InlineData("- { input: {}, leftOut: true }")]
    [InlineData("- { name: c, input: {}, leftOut: yes }")]
    [InlineData("name: c")]
    public void A_broken_cases_file_is_not(string yaml)
    {
        MappingCases.Run(Mapped.Inward("to: product\nonly: { a: b }\nfields: { sku: a, name: b }"), "c", Encoding.UTF8.GetBytes(yaml)).Failures.ShouldNotBeEmpty();
        Faults(Cases, yaml).ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_form_of_a_rule_has_its_schema() => RuleCompiler.Keys.Except(RuleSchema.Known).ShouldBeEmpty("say in RuleSchema what it takes");

    private static IReadOnlyList<string> Faults(JsonSchema schema, string yaml)
    {
        var node = YamlReader.Read(Encoding.UTF8.GetBytes(yaml), new Lints("x")) ?? throw new InvalidOperationException("no YAML");
        using var json = JsonDocument.Parse(YamlJson.ToNode(node)!.ToJsonString());
        var results = schema.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? [] : [.. (results.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")).DefaultIfEmpty("not valid")];
    }

    [GeneratedRegex("```yaml\n# (?<kind>base|mapping|overlay cases|overlay|cases)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
