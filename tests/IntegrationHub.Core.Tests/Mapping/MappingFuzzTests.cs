using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Testing;

namespace IntegrationHub.Core.Tests.Mapping;

/// <summary>Neither a record nor a mapping file can make the hub throw what it should not, hang, or eat memory.</summary>
public sealed class MappingFuzzTests
{
    private static readonly byte[] Yaml = File.ReadAllBytes(Checkout.PathOf("mappings", "northwind", "Orders.yaml"));
    private static readonly byte[] OutwardYaml = File.ReadAllBytes(Checkout.PathOf("mappings", "demo-crm", "order.yaml"));
    private static readonly Core.Mapping.Mapping Inward = MappingCompiler.Compile("northwind/Orders.yaml", Yaml);
    private static readonly OutwardMapping Outward = MappingCompiler.CompileOutward("demo-crm/order.yaml", OutwardYaml);

    private static readonly byte[] Record = """
        {"OrderID":"10248","CustomerID":"VINET","OrderDate":"7/4/1996","Status":"D","NetAmount":"440.00","Currency":"USD","ShipName":"A \"B\" \u00e9 \/",
         "lines":[{"LineNo":"1","ProductID":"11","UnitPrice":"14","Quantity":"12","LineNet":"168.00"},{"LineNo":2,"Quantity":1e2}]}
        """u8.ToArray();

    private static readonly byte[] Document = CanonicalJson.ToBytes(((MapResult.Mapped)Inward.Map(Record)).Record);

    [Fact]
    public void A_damaged_record_is_mapped_left_out_or_refused_but_never_throws() =>
        Damaged(Record, damaged => Inward.Map(damaged) switch
        {
            MapResult.Refused(var issues) => issues.Count > 0,
            // What was mapped can be stored and read back.
            MapResult.Mapped(var record) => CanonicalJson.Read(EntityKind.Order, CanonicalJson.ToBytes(record)).Key == record.Key,
            _ => true,
        });

    [Fact]
    public void A_damaged_document_never_throws_outwards() =>
        Damaged(Document, damaged => Outward.Map(damaged) switch
        {
            OutwardResult.Refused(var issues) => issues.Count > 0,
            OutwardResult.Mapped(var fields, _) => fields.ToJsonString().Length > 0,
            _ => true,
        });

    [Fact]
    public void A_damaged_mapping_compiles_or_says_what_is_wrong() =>
        Damaged(Yaml, damaged =>
        {
            try
            {
                return MappingCompiler.Compile("a/b.yaml", damaged) is not null;
            }
            catch (MappingException told)
            {
                return told.Lints.Count > 0;
            }
        });

    [Theory]
    [InlineData("{\"Number\":", "[", "]}")]
    [InlineData("", "{\"lines\":", "")]
    public void Deep_nesting_is_refused(string start, string nest, string end) =>
        Inward.Map(start + string.Concat(Enumerable.Repeat(nest, 100_000)) + end).ShouldBeOfType<MapResult.Refused>();

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a:\n ")]
    [InlineData("&a ")]
    [InlineData("!t ")]
    [InlineData("'")]
    [InlineData("#\n")]
    [InlineData("a: b\n")]
    public void Hostile_YAML_is_refused_in_bounded_time_and_memory(string piece)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();

        Should.Throw<MappingException>(() => MappingCompiler.Compile("a/b.yaml", content));

        // Half a second on an idle machine; a cost that grows with the square of the size would take hours.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(400_000_000);
    }

    [Fact]
    public void The_billion_laughs_are_refused() =>
        Mapped.Lints("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]").ShouldHaveSingleItem().ShouldContain("anchors and aliases");

    [Fact]
    public void A_file_of_more_than_a_megabyte_is_not_read() =>
        Mapped.Lints(new string('#', 1024 * 1024 + 1)).ShouldBe(["erp/Test.yaml: the file has 1048577 bytes; at most 1048576 are read"]);

    /// <summary>Bytes replaced, cut out, and repeated at random places.</summary>
    internal static void Damaged(byte[] whole, Func<byte[], bool> holds)
    {
        var wounds = from at in Gen.Choose(0, whole.Length - 1)
                     from length in Gen.Choose(0, 12)
                     from kind in Gen.Choose(0, 3)
                     from other in Gen.Elements("\"\\{}[]:,0-9.eEtn \u0000\n\t&*!|>#%'\u00ff".ToCharArray())
                     select (at, length: Math.Min(length, whole.Length - at), kind, other: (byte)other);
        var config = Config.QuickThrowOnFailure.WithMaxTest(2000);
        Prop.ForAll(wounds.ArrayOf(3).ToArbitrary(), all =>
        {
            var damaged = whole.ToList();
            foreach (var (at, length, kind, other) in all)
            {
                var start = Math.Min(at, damaged.Count);
                var reach = Math.Min(length, damaged.Count - start);
                if (kind == 0)
                    damaged.RemoveRange(start, reach);
                else if (kind == 1)
                    damaged.InsertRange(start, damaged.GetRange(start, reach));
                else
                    damaged.Insert(start, other);
            }

            return holds([.. damaged]);
        }).Check(config);
    }
}
