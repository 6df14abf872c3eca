using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Converters;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>Made records, made mappings and every converter: whatever comes is mapped, left out or refused, in bounded time and memory.</summary>
public sealed class MappingFormsFuzzTests
{
    private const string Every = """
        to: order
        only: { "a[b=x].c": ["", x, "1"] }
        sourceTime: { from: t, as: { instant: UTC }, absent: 2026-01-31T00:00:00Z }
        fields:
          number: { first: ["a[b=x].a[c='y'].b", { from: "a[0].b", absent: { null: refuse, missing: m } }, { value: n }] }
          status: { from: b, as: [trim, lower], choose: { x: open, y: done }, otherwise: partial, absent: { empty: open } }
          orderedOn: { from: t, as: { blank: ["0", x] }, absent: 2026-01-31 }
          net: { amount: n, currency: u, minor: true }
          taxes: { each: a, fields: { rate: n, category: { from: b, choose: { x: zero }, otherwise: other } } }
          customer: { ref: customer, key: "d[@c=x]", absent: none }
          lines:
            each: "a[b=x].a"
            only: { b: [x, y, ""] }
            fields:
              number: { from: b, absent: "0" }
              quantity: { value: n, unit: u, in: EA, units: units.csv, product: b, round: 3 }
              description: { join: { of: [b, c, "$.a[b=y].c"], with: " " } }
          attributes:
            yen: { amount: n, currency: u, to: JPY, rates: ecb.csv, on: t }
        """;

    private const string Units = "product,unit,factor,base,divisor\nx,x,12,EA,\n,y,1,EA,3\n,JPY,1000000000000,EA,\n";
    private const string Rates = "date,from,to,rate\n2026-01-30,EUR,JPY,180.5\n2026-01-30,EUR,USD,1.25\n";

    private static readonly byte[] Record = """
        {"a":[{"b":"x","c":"1","a":[{"b":"y","n":3,"u":"EA"},{"b":"x","n":"7","u":"x"},{"c":"y","b":"z"}]},{"b":"y","c":null,"n":1}],
         "d":[{"#text":"j","@c":"y"},{"@c":"x","#text":"k"}],"b":" X ","t":"2026-01-31","n":1980,"u":"JPY"}
        """u8.ToArray();

    private static readonly Core.Mapping.Mapping All = Compile(Every, Units, Rates);

    [Fact]
    public void The_record_all_this_begins_with_is_mapped()
    {
        var order = All.Record<Core.Canonical.Order>(Encoding.UTF8.GetString(Record));
        (order.Number, order.Status, order.Net!.Value.Amount, order.Customer!.Id, order.Lines!.Count, order.Taxes!.Count).ShouldBe(("z", Core.Canonical.OrderStatus.Open, 1980m, "k", 2, 2));
    }

    [Fact]
    public void A_damaged_record_is_mapped_left_out_or_refused_whatever_the_forms() =>
        MappingFuzzTests.Damaged(Record, damaged => All.Map(damaged) is not MapResult.Refused(var issues) || issues.Count > 0);

    [Fact]
    public void A_damaged_mapping_of_all_forms_compiles_or_says_what_is_wrong() =>
        MappingFuzzTests.Damaged(Encoding.UTF8.GetBytes(Every), damaged => Compiles(Encoding.UTF8.GetString(damaged), Units, Rates));

    [Fact]
    public void A_damaged_table_compiles_or_says_what_is_wrong()
    {
        MappingFuzzTests.Damaged(Encoding.UTF8.GetBytes(Units), damaged => Compiles(Every, Encoding.Latin1.GetString(damaged), Rates));
        MappingFuzzTests.Damaged(Encoding.UTF8.GetBytes(Rates), damaged => Compiles(Every, Units, Encoding.Latin1.GetString(damaged)));
    }

    [Fact]
    public void A_made_record_takes_memory_in_proportion_to_its_size()
    {
        Prop.ForAll(Json(depth: 5).ToArbitrary(), json =>
        {
            var record = Encoding.UTF8.GetBytes($$"""{"a":{{json}},"b":{{json}},"n":{{json}},"u":"JPY","t":"2026-01-31"}""");
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = All.Map(record);
            return GC.GetAllocatedBytesForCurrentThread() - before < 200_000 + (300L * record.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void A_made_mapping_compiles_or_says_what_is_wrong_and_what_compiles_maps()
    {
        var made = from rules in Yaml(depth: 3).ArrayOf(4)
                   from json in Json(depth: 4)
                   select (rules, json);
        Prop.ForAll(made.ToArbitrary(), given =>
        {
            string[] fields = ["number", "orderedOn", "net", "lines"];
            var yaml = $"to: order\nfields: {{ {string.Join(", ", fields.Zip(given.rules, (field, rule) => $"{field}: {rule}"))} }}";
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = Compile(yaml, Units, Rates).Map($$"""{"a":{{given.json}},"b":{{given.json}}}""");
            }
            catch (MappingException told)
            {
                if (told.Lints.Count == 0)
                    return false;
            }

            return GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    public static TheoryData<string> Converters => [.. ConverterRegistry.All.SelectMany(converter => converter.Examples).Select(example => example.As).Distinct()];

    /// <summary>A value of every kind: as it stands in a record, and as another converter made it.</summary>
    [Theory]
    [MemberData(nameof(Converters))]
    public void A_converter_never_throws_and_never_takes_long(string converters)
    {
        var inner = converters.StartsWith('[') ? converters[1..^1] : converters;
        string[] chains = [inner, $"sap-date, {inner}", $"epoch, {inner}", $"decimal, {inner}", $"text, {inner}"];
        var mapping = Mapped.Inward("to: product\nfields:\n  sku: { value: x }\n  name: n\n  attributes:\n"
            + string.Concat(chains.Select((chain, i) => $"    a{i}: {{ from: in, as: [{chain}] }}\n")));
        var clock = Stopwatch.StartNew();
        foreach (var value in Odd)
            _ = mapping.Map($$"""{"n":"n","in":{{value}}}""");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    private static readonly string[] Odd =
    [
        "\" \"", "\"0\"", "0", "-1", "1.5", "1e28", "79228162514264337593543950335", "-0.0000000000000000000000000001", "20260131", "\"20260131\"", "true", "false",
        "\"\\u3099\"", "\"ﾞﾟ\"", "\"𠮷\"", "\"ａ１\"", "\"令和99年99月99日\"", "\"R999999\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"/Date(-62135596800000)/\"", "99999", "253402300799",
        .. new[] { "<", "<a", "(", "カ)", "@", "0", "-", "\\n", ",", "&amp;", "<!--", "<script>" }.Select(piece => $"\"{string.Concat(Enumerable.Repeat(piece, 20_000))}\""),
    ];

    /// <summary>JSON of the names the mapping asks for, and of others, nested wherever.</summary>
    private static Gen<string> Json(int depth)
    {
        var single = Gen.Elements("\"x\"", "\"y\"", "\"\"", "null", "1", "7.5", "true", "\"2026-01-31\"", "\"JPY\"", "\"EA\"", "\"\\u0078\"", "\"\\ud800\"", "-1e-30", "{}", "[]");
        if (depth == 0)
            return single;
        var name = Gen.Elements("a", "b", "c", "n", "u", "@c", "#text", "z");
        var member = from key in name from value in Json(depth - 1) select $"\"{key}\":{value}";
        var map = from count in Gen.Choose(0, 5) from members in member.ArrayOf(count) select $"{{{string.Join(',', members)}}}";
        var list = from count in Gen.Choose(0, 5) from items in Json(depth - 1).ArrayOf(count) select $"[{string.Join(',', items)}]";
        return Gen.Frequency((1, single), (3, map), (2, list));
    }

    /// <summary>YAML of the language's own words in whatever order.</summary>
    private static Gen<string> Yaml(int depth)
    {
        var single = Gen.Elements("a", "b", "x", "'a[b=x].c'", "'a[0].b'", "'a[b=x]'", "$.a", "'a[b=.c'", "refuse", "open", "EUR", "7", "~", "''", "units.csv", "ecb.csv", "JPY", "true",
            "trim", "sap-date", "{ pad: 3 }", "{ pattern: '(a+)+$' }", "{ round: 1 }");
        if (depth == 0)
            return single;
        var word = Gen.Elements("from", "value", "first", "join", "of", "with", "as", "choose", "otherwise", "absent", "missing", "null", "each", "only", "fields", "number", "amount", "currency",
            "minor", "unit", "in", "units", "product", "round", "to", "rates", "on", "ref", "key", "attributes", "x");
        var entry = from key in word from value in Yaml(depth - 1) select (key, value);
        var map = from count in Gen.Choose(1, 4)
                  from entries in entry.ArrayOf(count)
                  select $"{{ {string.Join(", ", entries.DistinctBy(one => one.key).Select(one => $"{one.key}: {one.value}"))} }}";
        var list = from count in Gen.Choose(1, 3) from items in Yaml(depth - 1).ArrayOf(count) select $"[{string.Join(", ", items)}]";
        return Gen.Frequency((2, single), (5, map), (1, list));
    }

    private static bool Compiles(string yaml, string units, string rates)
    {
        try
        {
            _ = Compile(yaml, units, rates).Map(Record);
            return true;
        }
        catch (MappingException told)
        {
            return told.Lints.Count > 0;
        }
    }

    private static Core.Mapping.Mapping Compile(string yaml, string units, string rates) => MappingCompiler.Compile(
    [
        new MappingPart("a/b.yaml", Encoding.UTF8.GetBytes(yaml)),
        new MappingPart("a/units.csv", Encoding.UTF8.GetBytes(units)),
        new MappingPart("a/ecb.csv", Encoding.UTF8.GetBytes(rates)),
    ]);
}
