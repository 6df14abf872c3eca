using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>docs/mapping.md tells the truth: its examples run, and its list of converters is the registry's.</summary>
public sealed partial class MappingDocumentationTests
{
    private const string Start = "<!-- converters: generated from the registry; run the tests with UPDATE_DOCS=1 to renew -->";
    private const string End = "<!-- end of converters -->";
    private static readonly string File = Checkout.PathOf("docs", "mapping.md");

    [Fact]
    public void Every_example_runs()
    {
        var parts = new List<MappingPart>();
        var examples = 0;
        foreach (Match block in Block().Matches(System.IO.File.ReadAllText(File).ReplaceLineEndings("\n")))
        {
            var (kind, content) = (block.Groups["kind"].Value, Encoding.UTF8.GetBytes(block.Groups["text"].Value));
            if (kind != "cases")
            {
                parts.Count.ShouldBe(kind == "mapping" ? 0 : 1, block.Value);
                parts.Add(new MappingPart(kind == "mapping" ? "sap-s4/inward.yaml" : $"sap-s4/{kind}", content));
                continue;
            }

            var report = Run(parts, content);

            report.Failures.ShouldBeEmpty(block.Value);
            report.Count.ShouldBeGreaterThan(0);
            parts.Clear();
            examples++;
        }

        parts.ShouldBeEmpty();
        examples.ShouldBeGreaterThanOrEqualTo(14);
    }

    [Fact]
    public void The_example_of_an_overlay_runs()
    {
        var text = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");
        string Of(string kind) => Regex.Match(text, $"```yaml\n# {kind}\n(?<text>.*?)```", RegexOptions.Singleline).Groups["text"].Value;
        using var root = new MappingRoot().With("shipped/Orders.yaml", Of("base"))
            .With("acme/Orders.yaml", Of("overlay").Replace("acme-erp/", "files/", StringComparison.Ordinal)).With("acme/Orders.cases.yaml", Of("overlay cases"));

        var catalog = root.Catalog();
        var report = MappingCases.Run(catalog);

        catalog.Warnings.ShouldBeEmpty();
        report.Failures.ShouldBeEmpty();
        report.Count.ShouldBe(1);
    }

    [Fact]
    public void The_list_of_converters_is_the_registrys()
    {
        var text = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");
        var from = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var to = text.IndexOf(End, StringComparison.Ordinal);
        var generated = $"\n{Table()}";
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            System.IO.File.WriteAllText(File, text[..from] + generated + text[to..]);
        else
            text[from..to].ShouldBe(generated, "docs/mapping.md is out of date: run the tests with UPDATE_DOCS=1");
    }

    private static CaseReport Run(List<MappingPart> parts, byte[] cases) => Encoding.UTF8.GetString(parts[0].Content.Span).Contains("object:", StringComparison.Ordinal)
        ? MappingCases.Run(MappingCompiler.CompileOutward(parts), "docs/mapping.md", cases)
        : MappingCases.Run(MappingCompiler.Compile(parts), "docs/mapping.md", cases);

    private static string Table()
    {
        var table = new StringBuilder("| converter | what it does | example |\n|---|---|---|\n");
        foreach (var converter in ConverterRegistry.All.OrderBy(converter => converter.Name, StringComparer.Ordinal))
        {
            var arguments = string.Concat(converter.Parameters.Select(parameter => $"<br>`{parameter.Name}`: {parameter.Summary}"));
            var examples = string.Join("<br>", converter.Examples.Select(example => $"`{example.As}`: `{example.Input}` → {(example.Output.Contains(':') && !example.Output.StartsWith('"') || example.Output == "absent" ? example.Output : $"`{example.Output}`")}"));
            table.Append($"| `{converter.Name}` | {converter.Summary}{arguments} | {examples} |\n");
        }

        return table.ToString();
    }

    [GeneratedRegex("```(?:yaml|csv)\n# (?<kind>mapping|cases|[a-z]+[.]csv)\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
