using System.IO.Compression;
using System.Text.Json;
using SapStandIn.Metadata;

namespace SapStandIn.Tests;

/// <summary>The stand-in against what others wrote: the checker of the data set, and SAP's own mock server.</summary>
[Trait("Category", "Peers")]
public sealed class PeerTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("sap-data").FullName;

    public PeerTests() => ZipFile.ExtractToDirectory(Path.Combine(FioriPeer.Folder(), "data.zip"), _data);

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(7)]
    [InlineData(80)]
    [InlineData(5000)]
    public async Task The_stand_in_serves_the_data_whole(int pageSize)
    {
        await using var sap = await Sap.StartAsync(new SapOptions { PageSize = pageSize });
        var said = await FioriPeer.RunAsync(new Dictionary<string, string> { ["SAP_PORT"] = $"{sap.Server.Address.Port}", ["SAP_USER"] = "HUB:stand-in" }, "node", "verify.mjs", _data);
        said.ShouldContain("all equal to the truth file");
    }

    [Fact]
    public async Task The_data_is_what_the_seed_makes()
    {
        await FioriPeer.RunAsync("node", "seed.mjs", "--customers", "60", "--orders", "240", "--products", "20", "--seed", "42", "--anchor", "2026-06-30", "--out", Path.Combine(_data, "again"));
        foreach (var file in Directory.EnumerateFiles(_data, "*.json", SearchOption.AllDirectories).Where(file => !file.Contains("again", StringComparison.Ordinal)))
            File.ReadAllBytes(Path.Combine(_data, "again", Path.GetRelativePath(_data, file))).ShouldBe(File.ReadAllBytes(file), file);
    }

    [Fact]
    public async Task The_stand_in_answers_as_SAPs_own_mock_server_does()
    {
        await using var sap = await Sap.StartAsync(new SapOptions { PageSize = 1000 });
        await using var peer = await FioriPeer.StartAsync(_data);
        using var http = new HttpClient { BaseAddress = new Uri(peer.Address, "/sap/opu/odata/sap/") };
        foreach (var path in (string[])[
            "API_BUSINESS_PARTNER/A_BusinessPartner?$filter=Customer ne ''&$orderby=BusinessPartner&$top=20&$expand=to_BusinessPartnerAddress,to_Customer/to_CustomerSalesArea",
            "API_SALES_ORDER_SRV/A_SalesOrder?$filter=SoldToParty eq '10100003'&$top=3&$expand=to_Item/to_ScheduleLine",
            "API_OUTBOUND_DELIVERY_SRV;v=0002/A_OutbDeliveryHeader?$filter=LastChangeDate ge datetime'2026-06-20T00:00:00'&$expand=to_DeliveryDocumentItem",
            "API_BILLING_DOCUMENT_SRV/A_BillingDocument?$top=5&$expand=to_Item",
            "API_SALES_CONTRACT_SRV/A_SalesContract?$top=5&$expand=to_Item",
            "API_OPLACCTGDOCITEMCUBE_SRV/A_OperationalAcctgDocItemCube?$filter=IsCleared eq false&$orderby=AccountingDocument,AccountingDocumentItem",
            "API_PRODUCT_SRV/A_Product?$top=5&$expand=to_Description",
            "API_MATERIAL_STOCK_SRV/A_MatlStkInAcctMod?$filter=Material eq 'TG0010' and InventoryStockType eq '01'&$orderby=Plant,StorageLocation&$inlinecount=allpages",
        ])
        {
            var theirs = JsonDocument.Parse(await http.GetStringAsync(path)).RootElement.GetProperty("d").GetProperty("results");
            var ours = (await sap.ReadAsync(path)).GetProperty("results");
            ours.GetArrayLength().ShouldBeGreaterThan(0, path);
            CompareAll(sap.Server.Data[path.Split('/', '?')[1]].Set, theirs, ours, path);
        }
    }

    private void CompareAll(EdmEntitySet set, JsonElement theirs, JsonElement ours, string at)
    {
        ours.GetArrayLength().ShouldBe(theirs.GetArrayLength(), at);
        var key = set.Keys.Count > 1 ? set.Keys[^1] : set.Keys[0];
        foreach (var (one, other) in Sorted(theirs).Zip(Sorted(ours)))
            Compare(set, one, other, at);

        IEnumerable<JsonElement> Sorted(JsonElement list) => at.Contains('>', StringComparison.Ordinal) ? list.EnumerateArray().OrderBy(row => row.GetProperty(key).GetString(), StringComparer.Ordinal) : list.EnumerateArray();
    }

    /// <summary>What the seed has must be the same on both sides; what it does not have, the mock server makes up.</summary>
    private void Compare(EdmEntitySet set, JsonElement theirs, JsonElement ours, string at)
    {
        foreach (var name in Seeded(set).Where(name => set.Properties.ContainsKey(name)))
            ours.GetProperty(name).GetRawText().ShouldBe(theirs.GetProperty(name).GetRawText().Replace("\"/Date(0)/\"", "null", StringComparison.Ordinal), $"{at} {name}");   // the mock server has no absent dates
        foreach (var navigation in set.Navigations.Values.Where(navigation => theirs.TryGetProperty(navigation.Name, out var there) && there.ValueKind == JsonValueKind.Object && !there.TryGetProperty("__deferred", out _)))
        {
            var (one, other) = (theirs.GetProperty(navigation.Name), ours.GetProperty(navigation.Name));
            if (navigation.IsMany)
                CompareAll(navigation.Target, one.GetProperty("results"), other.GetProperty("results"), $"{at} > {navigation.Name}");
            else
                Compare(navigation.Target, one, other, $"{at} > {navigation.Name}");
        }
    }

    private IEnumerable<string> Seeded(EdmEntitySet set)
    {
        var file = Path.Combine(_data, set.Service.Name, $"{set.Name}.json");
        return File.Exists(file) ? JsonDocument.Parse(File.ReadAllBytes(file)).RootElement[0].EnumerateObject().Select(field => field.Name) : [];
    }
}
