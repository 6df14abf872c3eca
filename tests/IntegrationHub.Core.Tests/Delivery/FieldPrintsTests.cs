using System.Text.Json.Nodes;
using IntegrationHub.Core.Delivery;

namespace IntegrationHub.Core.Tests.Delivery;

public sealed class FieldPrintsTests
{
    [Theory]
    [InlineData("440.00", "440.0", true)]
    [InlineData("440", "440.0000", true)]
    [InlineData("0.00", "0", true)]
    [InlineData("440.01", "440.0", false)]
    [InlineData("\"440.00\"", "\"440.0\"", false)]
    [InlineData("[]", "null", true)]
    [InlineData("""[{"n":"1","unit":null,"quantity":2.0}]""", """[{"n":"1","quantity":2}]""", true)]
    [InlineData("""[{"n":"1"},{"n":"2"}]""", """[{"n":"2"},{"n":"1"}]""", false)]
    public void What_a_target_shows_in_another_way_is_the_same(string sent, string read, bool same)
    {
        var acknowledged = FieldPrints.Of(Fields(sent));

        FieldPrints.Shows("field", Fields(read)["field"], acknowledged).ShouldBe(same);
        FieldPrints.Changed(Fields(read), FieldPrints.Of(Fields(read)), acknowledged).Contains("field").ShouldBe(!same);
    }

    private static JsonObject Fields(string value) => JsonNode.Parse($$"""{"field": {{value}} }""")!.AsObject();
}
