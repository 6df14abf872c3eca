using IntegrationHub.Bench.Baselines;
using IntegrationHub.Bench.Hub;
using IntegrationHub.Bench.MappingAlone;
using IntegrationHub.Bench.Pages;
using IntegrationHub.Bench.Readers;

namespace IntegrationHub.Bench;

/// <summary>Everything that can be measured, by the name it has in the report and after <c>--only</c>.</summary>
internal static class Scenarios
{
    public const string Parse = "parse";
    public const string CopyMerge = "copy-merge";
    public const string RecordMerge = "record-merge";
    public const string EfUpsert = "ef";
    public const string FirstLoad = "first-load";
    public const string Unchanged = "reload-unchanged";
    public const string Changed = "reload-changed";
    public const string Since = "changed-since";
    public const string Empty = "from-empty";
    public const string Small = "small-load";
    public const string Deliver = "deliver";
    public const string Map = "map";
    public const string MapByHand = "map-by-hand";
    public const string Cases = "mapping-cases";
    public const string OneReader = "customer-page-1";
    public const string ManyReaders = "customer-page-32";

    public const string RestLoad = "rest-load";
    public const string RestSmall = "rest-small";
    public const string RestSince = "rest-since";
    public const string ODataLoad = "odata-load";
    public const string ODataSmall = "odata-small";
    public const string ODataSince = "odata-since";

    /// <summary>The same through connectors: a tenth; all, and then those changed since.</summary>
    public static (string Small, string Load, string Since)[] ByConnector { get; } = [(RestSmall, RestLoad, RestSince), (ODataSmall, ODataLoad, ODataSince)];

    /// <summary>What is measured on the hub that the first load has filled, in this order.</summary>
    public static string[] AfterFirstLoad { get; } = [Unchanged, Changed, Since, Deliver, OneReader, ManyReaders];

    /// <summary>Those that need no scratch database to warm up in.</summary>
    public static bool WarmsItselfUp(string scenario) => scenario is OneReader or ManyReaders;

    /// <summary>As the report lists them.</summary>
    public static IReadOnlyList<string> InOrder { get; } =
        [FirstLoad, .. AfterFirstLoad, Empty, Small, RestLoad, RestSmall, RestSince, ODataLoad, ODataSmall, ODataSince, CopyMerge, RecordMerge, EfUpsert, Parse, Map, MapByHand, Cases];

    public static IScenario Make(string name) => name switch
    {
        Parse => new ParseOnly(),
        Map => new MapOrders(byHand: false),
        MapByHand => new MapOrders(byHand: true),
        Cases => new RunCases(),
        CopyMerge => new CopyMerge(),
        RecordMerge => new RecordMerge(),
        EfUpsert => new EfUpsert(),
        FirstLoad or Small => new HubSync(Feeds.Orders, Held.Customers),
        Empty => new HubSync(Feeds.Orders, Held.Nothing),
        Unchanged => new HubSync(Feeds.Orders, Held.CustomersAndOrders),
        Changed => new HubSync(Feeds.Changed, Held.CustomersAndOrders),
        Since => new HubSync(Feeds.Since, Held.CustomersAndOrders),
        RestLoad or RestSmall => new HubSync(Feeds.Orders, Held.Customers, "rest"),
        RestSince => new HubSync(Feeds.Since, Held.CustomersAndOrders, "rest"),
        ODataLoad or ODataSmall => new HubSync(Feeds.Orders, Held.Customers, "odata"),
        ODataSince => new HubSync(Feeds.Since, Held.CustomersAndOrders, "odata"),
        Deliver => new HubDelivery(),
        OneReader => new CustomerPages(readers: 1, requests: 1_000),
        ManyReaders => new CustomerPages(readers: 32, requests: 4_000),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such scenario."),
    };
}
