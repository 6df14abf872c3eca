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
    public void Every_converter_has_two_examples() => ConverterRegistry.All.ShouldAllBe(converter => converter.Examples.Count >= 2);

    [Fact]
    public void A_salt_is_not_shown_in_explanations()
    {
        var mapping = Mapped.Inward("to: product\nfields:\n  sku: id\n  name: { from: id, as: { hash: pepper } }");
        var explained = mapping.Explain("erp", new Sdk.SourceRecord("1", Sdk.ChangeKind.Upserted, """{"id":"1"}"""u8.ToArray()));
        explained.Of("name")!.Steps[^1].What.ShouldBe("hash ***");
    }

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
    [InlineData("era-date", "\"昭和元年12月25日\"", "\"1926-12-25\"")]
    [InlineData("era-date", "\"大正15年12月25日\"", "\"1926-12-25\"")]
    [InlineData("era-date", "\"昭和元年12月24日\"", "refused: a day outside its era")]
    [InlineData("era-date", "\"明治45年7月30日\"", "\"1912-07-30\"")]
    [InlineData("era-date", "\"明治6年1月1日\"", "\"1873-01-01\"")]
    [InlineData("era-date", "\"明治5年12月2日\"", "refused: a day outside its era")]
    [InlineData("era-date", "\"㍻31.4.30\"", "\"2019-04-30\"")]
    [InlineData("era-date", "\"平成31年5月1日\"", "refused: a day outside its era")]
    [InlineData("era-date", "\"R070131\"", "\"2025-01-31\"")]
    [InlineData("era-date", "\"r 7/1/31\"", "\"2025-01-31\"")]
    [InlineData("era-date", "\"令和0年1月31日\"", "refused: not a date of a Japanese era")]
    [InlineData("era-date", "\"令和7年2月29日\"", "refused: not a date of a Japanese era")]
    [InlineData("corporate-number", "\"T7000012050002\"", "\"7000012050002\"")]
    [InlineData("corporate-number", "\"1180301018771\"", "\"1180301018771\"")]
    [InlineData("corporate-number", "\"700001205000\"", "refused: not a corporate number (法人番号: 13 digits, the first of which checks the others)")]
    [InlineData("phone", "\"03-1234-5678\"", "refused: not a phone number that is in use anywhere")]
    [InlineData("{ phone: JP }", "\"090-1234-5678\"", "\"+819012345678\"")]
    [InlineData("{ phone: DE }", "\"+81 3 1234 5678\"", "\"+81312345678\"")]
    [InlineData("email", "\"taro..yamada.@docomo.ne.jp\"", "\"taro..yamada.@docomo.ne.jp\"")]
    [InlineData("email", "\"a b@example.com\"", "refused: not an e-mail address")]
    [InlineData("email", "\"mailto:a@例.jp\"", "refused: not an e-mail address")]
    [InlineData("legal-form", "\"ヤマダ（カ）\"", "\"ヤマダ\"")]
    [InlineData("legal-form", "\"ｶ)ﾔﾏﾀﾞ\"", "\"ヤマダ\"")]
    [InlineData("legal-form", "\"Müller GmbH & Co. KG\"", "\"Müller\"")]
    [InlineData("legal-form", "\"Cisco\"", "\"Cisco\"")]
    [InlineData("legal-form", "\"Oyster Bay\"", "\"Oyster Bay\"")]
    [InlineData("legal-form", "\"AB Volvo\"", "\"Volvo\"")]
    [InlineData("legal-form", "\"株式会社\"", "\"株式会社\"")]
    [InlineData("half-kana", "\"ヴァイオリン・ー。「」\"", "\"ｳﾞｧｲｵﾘﾝ･ｰ｡｢｣\"")]
    [InlineData("full-kana", "\"ﾞｳﾞ\"", "\"゛ヴ\"")]
    [InlineData("{ name-part: given }", "\"Trujillo, Ana Maria\"", "\"Ana Maria\"")]
    [InlineData("{ name-part: { part: given, order: given-first } }", "\"Ana Maria Trujillo\"", "\"Ana Maria\"")]
    [InlineData("prefecture", "\"京都府京都市\"", "\"京都府\"")]
    [InlineData("prefecture", "\"北海道\"", "\"北海道\"")]
    [InlineData("prefecture", "\"tokyo-to\"", "\"東京都\"")]
    [InlineData("prefecture", "1", "\"北海道\"")]
    [InlineData("currency", "\"jpy \"", "\"JPY\"")]
    [InlineData("currency", "\"DEM\"", "\"DEM\"")]
    [InlineData("currency", "\"532\"", "\"XCG\"")]
    [InlineData("language", "\"zh-hant-tw\"", "\"zh-Hant-TW\"")]
    [InlineData("language", "\"en-XX\"", "refused: not a language (BCP 47, such as ja or en-US)")]
    [InlineData("language", "\"de-AT-1996\"", "\"de-AT-1996\"")]
    [InlineData("sap-language", "\"d\"", "\"sr-Latn\"")]
    [InlineData("sap-timestamp", "20260131123000.5", "\"2026-01-31T12:30:00.5Z\"")]
    [InlineData("{ sap-timestamp: America/New_York }", "\"20260308023000\"", "refused: a local time that the zone skipped when its clocks changed")]
    [InlineData("excel-date", "59", "\"1900-02-28\"")]
    [InlineData("excel-date", "61", "\"1900-03-01\"")]
    [InlineData("excel-date", "46053.5", "refused: a point in time within a day, where a date was expected")]
    [InlineData("jde-date", "99365", "\"1999-12-31\"")]
    [InlineData("epoch", "-1.5", "\"1969-12-31T23:59:58.5Z\"")]
    [InlineData("epoch", "1e20", "refused: not a count of seconds or milliseconds since 1970")]
    [InlineData("odata-time", "\"PT\"", "refused: not a time of day (expected PThhHmmMssS)")]
    [InlineData("odata-time", "\"PT5M\"", "\"00:05:00\"")]
    [InlineData("{ round: { digits: 0, mode: half-even } }", "2.5", "2")]
    [InlineData("{ round: { digits: 0, mode: up } }", "-2.1", "-3")]
    [InlineData("{ round: 0 }", "-2.5", "-3")]
    [InlineData("{ multiply: 10 }", "7922816251426433759354395033", "79228162514264337593543950330")]
    [InlineData("{ multiply: 100 }", "7922816251426433759354395033", "refused: a result of more than 28 digits, which cannot be kept exactly")]
    [InlineData("{ multiply: 0.5 }", "0.0000000000000000000000000001", "refused: a result of more than 28 digits, which cannot be kept exactly")]
    [InlineData("{ divide: 8 }", "1", "0.125")]
    [InlineData("{ split-part: { mark: \",\", index: -1 } }", "\"a, b , c\"", "\"c\"")]
    [InlineData("{ right: 1 }", "\"土𠮷\"", "absent")]
    [InlineData("html-text", "\"<a title='>'>x</a><!-- y --><style>z</style ><br/>5 < 6 &lt;b&gt;<td>1</td><td>2\"", "\"x\\n5 < 6 <b> 1 2\"")]
    [InlineData("html-text", "\"<b\"", "absent")]
    [InlineData("gtin", "\"96385074\"", "\"96385074\"")]
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
