using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Connectors.Files.Tests;

/// <summary>The sample, read with the settings that the README shows.</summary>
public sealed partial class NorthwindTests
{
    [Theory]
    [InlineData("Customers", 91)]
    [InlineData("Contacts", 91)]
    [InlineData("Products", 77)]
    [InlineData("Stock", 77)]
    [InlineData("Orders", 830)]
    [InlineData("Shipments", 809)]
    [InlineData("Invoices", 809)]
    [InlineData("Payments", 753)]
    [InlineData("Contracts", 61)]
    public async Task Every_entity_is_read_whole(string entity, int records)
    {
        var batches = await Settings().ReadAllAsync(entity: entity);

        batches.Keys().Distinct().Count().ShouldBe(records);
        batches.Broken().ShouldBeEmpty();
    }

    [Fact]
    public async Task Orders_have_their_lines()
    {
        var orders = (await Settings().ReadAllAsync()).Jsons().Select(json => JsonNode.Parse(json)!).ToList();

        orders.Sum(order => order["lines"]!.AsArray().Count).ShouldBe(2155);
        orders.Sum(order => order["lines"]!.AsArray().Sum(line => decimal.Parse((string)line!["LineNet"]!, CultureInfo.InvariantCulture))).ShouldBe(1_265_793.29m);
        orders.ShouldAllBe(order => order["lines"]!.AsArray().All(line => (string)line!["OrderID"]! == (string)order["OrderID"]!));
    }

    private static FilesOptions Settings()
    {
        var readme = File.ReadAllText(Path.Combine(Checkout.Root, "connectors/Files/README.md"));
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(JsonBlock().Match(readme).Groups[1].Value));
        var settings = new ConfigurationBuilder().AddJsonStream(json).Build();
        var options = settings.Get<FilesOptions>(binder => binder.ErrorOnUnknownConfiguration = true)!;
        options.Folder = Path.Combine(Checkout.Root, options.Folder);
        return options;
    }

    [GeneratedRegex("```json\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
