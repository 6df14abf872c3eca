using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Converters;

namespace IntegrationHub.Core.Tests.Mapping;

public sealed class ConverterTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<object[]> Examples => ConverterRegistry.All.SelectMany(
        converter => converter.Examples.Select(example => new object[] { example.As, example.Input, example.Output }));

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_of_a_converter_is_true(string converters, string input, string output) => Convert(converters, input).ShouldBe(output);

    [Fact]
    public void Every_converter_has_an_example() => ConverterRegistry.All.ShouldAllBe(converter => converter.Examples.Count > 0);

    [Theory]
    [InlineData("sap-date", "\"0000-00-00\"", "absent")]
    [InlineData("sap-date", "\"20260230\"", "refused: not a date (expected yyyyMMdd)")]
    [InlineData("sap-date", "20260131", "\"2026-01-31\"")]
    [InlineData("odata-date", "\"\\/Date(1735689612345+0060)\\/\"", "\"2025-01-01T00:00:12.345Z\"")]
    [InlineData("odata-date", "\"/Date(-62135596800000)/\"", "\"0001-01-01T00:00:00Z\"")]
    [InlineData("odata-date", "\"/Date(999999999999999)/\"", "refused: not /Date(milliseconds)/")]
    [InlineData("{ instant: America/New_York }", "\"2026-03-08T02:30:00\"", "refused: a local time that the zone skipped when its clocks changed")]
    [InlineData("{ instant: America/New_York }", "\"2026-11-01T01:30:00\"", "\"2026-11-01T06:30:00Z\"")]
    [InlineData("instant", "\"9999-12-31T23:00:00-05:00\"", "refused: not a point in time (expected yyyy-MM-ddTHH:mm:ss with Z or an offset)")]
    [InlineData("instant", "\"2026-01-31T12:00:00.1234567899Z\"", "\"2026-01-31T12:00:00.1234567Z\"")]
    [InlineData("date", "\"2026-01-31T00:00:00\"", "\"2026-01-31\"")]
    [InlineData("date", "\"2026-01-31T10:00:00\"", "refused: a point in time within a day, where a date was expected")]
    [InlineData("country", "\"U.K.\"", "\"GB\"")]
    [InlineData("country", "\"jpn\"", "\"JP\"")]
    [InlineData("country", "\"日本\"", "\"JP\"")]
    [InlineData("{ number-locale: { decimal: \",\", group: \" \" } }", "\"-1 234 567,8\"", "-1234567.8")]
    [InlineData("{ number-locale: { decimal: \",\" } }", "\"1.5\"", "refused: not a number")]
    [InlineData("{ number-locale: { decimal: \",\" } }", "\"1,2,3\"", "refused: not a number")]
    [InlineData("{ number-locale: { decimal: \",\", group: \".\" } }", "\"1,234.567\"", "refused: not a number")]
    [InlineData("unpad", "\"0000\"", "\"0000\"")]
    [InlineData("[trim, upper]", "\" ab \"", "\"AB\"")]
    [InlineData("decimal", "0.1000000000000000000000000001", "0.1000000000000000000000000001")]
    [InlineData("boolean", "false", "false")]
    [InlineData("yes-no", "1", "true")]
    public void Converters_keep_to_their_word_at_the_edges(string converters, string input, string output) => Convert(converters, input).ShouldBe(output);

    private static string Convert(string converters, string input)
    {
        var mapping = Mapped.Inward($"to: product\nfields:\n  sku: {{ value: x }}\n  name: name\n  attributes:\n    out: {{ from: in, as: {converters} }}");
        return mapping.Map($$"""{"name":"n","in":{{input}}}""") switch
        {
            MapResult.Mapped(Product product) => product.Attributes?["out"]?.ToJsonString(Relaxed) ?? "absent",
            MapResult.Refused([var issue]) => $"refused: {issue.Cause["attributes.out: ".Length..]}",
            var other => throw new ShouldAssertException($"{other}"),
        };
    }
}
