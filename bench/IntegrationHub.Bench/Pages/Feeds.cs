namespace IntegrationHub.Bench.Pages;

/// <summary>What the page server can be asked for: the first segment of the address.</summary>
internal static class Feeds
{
    /// <summary>All orders as they were first.</summary>
    public const string Orders = "orders";

    /// <summary>All orders, one in a hundred of them changed.</summary>
    public const string Changed = "changed";

    /// <summary>Only those changed since: another one in a hundred.</summary>
    public const string Since = "since";

    /// <summary>The customers.</summary>
    public const string Customers = "customers";

    public const int PageSize = 1000;

    /// <summary>As much as a connector must know.</summary>
    public const string Metadata = """
        <edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx"><edmx:DataServices>
          <Schema Namespace="Bench" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">
            <EntityType Name="Order"><Key><PropertyRef Name="SalesOrder"/></Key><Property Name="SalesOrder" Type="Edm.String" Nullable="false"/></EntityType>
            <EntityContainer Name="Bench"><EntitySet Name="orders" EntityType="Bench.Order"/><EntitySet Name="since" EntityType="Bench.Order"/></EntityContainer>
          </Schema>
        </edmx:DataServices></edmx:Edmx>
        """;

    /// <summary>Renders everything. 200,000 orders take about 550 MB, in the page server's process, and some seconds.</summary>
    public static IReadOnlyDictionary<string, Page[]> Render(int orders, int customers, Uri root)
    {
        var sample = new SampleOrders(orders, customers, root);
        var first = PagesOf(orders, (json, order) => sample.Write(json, order, changed: false), Address(root, Orders));
        var later = Enumerable.Range(0, orders).Where(SampleOrders.ChangesLater).ToArray();
        return new Dictionary<string, Page[]>(StringComparer.Ordinal)
        {
            [Orders] = first,
            [Changed] = [.. first.Select((page, number) => page.With(
                Enumerable.Range(0, Math.Min(PageSize, orders - (number * PageSize))).Where(record => SampleOrders.ChangesInReload((number * PageSize) + record)),
                (json, record) => sample.Write(json, (number * PageSize) + record, changed: true)))],
            [Since] = PagesOf(later.Length, (json, i) => sample.Write(json, later[i], changed: true), Address(root, Since)),
            [Customers] = PagesOf(customers, SampleCustomers.Write, Address(root, Customers)),
        };
    }

    public static Uri Address(Uri root, string feed) => new(root, feed);

    /// <summary>The page of a feed that begins after <paramref name="skip"/> records.</summary>
    public static Uri Address(Uri feed, int skip) => skip == 0 ? feed : new Uri($"{feed}?$skiptoken={skip}");

    private static Page[] PagesOf(int records, Action<System.Text.Json.Utf8JsonWriter, int> write, Uri feed)
    {
        var pages = new Page[(records + PageSize - 1) / PageSize];
        for (var number = 0; number < pages.Length; number++)
        {
            var from = number * PageSize;
            var upTo = Math.Min(records, from + PageSize);
            pages[number] = Page.Render(upTo - from, (json, i) => write(json, from + i), upTo == records ? null : Address(feed, upTo));
        }
        return pages;
    }
}
