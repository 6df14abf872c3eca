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
    public void A_number_is_the_same_with_and_without_zeros_at_its_end(string sent, string read, bool same)
    {
        var acknowledged = FieldPrints.Of(Fields(sent));

        FieldPrints.Shows("field", Fields(read)["field"], acknowledged).ShouldBe(same);
        FieldPrints.Changed(Fields(read), FieldPrints.Of(Fields(read)), acknowledged).Contains("field").ShouldBe(!same);
    }

    private static JsonObject Fields(string value) => JsonNode.Parse($$"""{"field": {{value}} }""")!.AsObject();
}
