using System.Globalization;
using IntegrationHub.Connectors.OData.Tests;
using IntegrationHub.TestKit;

namespace IntegrationHub.Faults.Erps;

/// <summary>An OData service of version 4, five records a page, read by time of change, by delta links, or whole. It forgets old delta tokens.</summary>
internal sealed class ODataErp(string way) : IErp
{
    private const int PageSize = 5;
    private const int Remembered = 3;
    private readonly Dictionary<int, IReadOnlyList<LivingTable.Row>> _states = [];
    private int _stateNo;

    public string Connector => "odata";
    public bool OnlyAdds => false;
    public LivingTable Table { get; } = new();

    public Dictionary<string, string?> Options(Uri server)
    {
        var options = new Dictionary<string, string?>
        {
            ["BaseUrl"] = new Uri(server, "/svc").AbsoluteUri,
            ["Headers:Connection"] = "close",
            ["Entities:records:Set"] = "Orders",
            ["Entities:records:PageSize"] = $"{PageSize}",
        };
        if (way == "Changed")
            options["Entities:records:Changed:Field"] = "changedAt";
        if (way == "Delta")
            options["Entities:records:Delta"] = "true";
        return options;
    }

    public ServerAnswer Answer(ServerRequest request)
    {
        if (request.Path == "/svc/$metadata")
            return new(200, ODataDescriptions.Csdl4, "application/xml");
        if (request.Path != "/svc/Orders")
            return new(404, """{"error":{"code":"404","message":"not found"}}""");
        return request.Query.ContainsKey("$deltatoken") || request.Headers.GetValueOrDefault("Prefer", "").Contains("track-changes", StringComparison.Ordinal) ? Delta(request) : Rows(request);
    }

    private ServerAnswer Rows(ServerRequest request)
    {
        var rows = Table.ByKey().Where(row => ODataFilter.Fits(request.Query.GetValueOrDefault("$filter", ""), name => name switch
        {
            "key" => row.Key,
            "version" => (decimal)row.Version,
            "changedAt" => row.ChangedAt,
            _ => throw new FormatException($"no property {name}"),
        }));
        var top = int.Parse(request.Query.GetValueOrDefault("$top", $"{PageSize}"), CultureInfo.InvariantCulture);
        return new(200, $"{{\"value\":[{string.Join(',', rows.Take(top).Select(row => row.Json))}]}}");
    }

    /// <summary>Everything, or what differs from the state a token stands for; the last page has the next token.</summary>
    private ServerAnswer Delta(ServerRequest request)
    {
        var parts = request.Query.GetValueOrDefault("$deltatoken", "-1.-1.0").Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var (from, to, skip) = (parts[0], parts[1], parts[2]);
        if (to < 0)
        {
            _states[to = _stateNo++] = Table.ByKey();
            _states.Remove(to - Remembered);
        }

        IReadOnlyList<LivingTable.Row>? before = [];
        if (from >= 0 && !_states.TryGetValue(from, out before) || !_states.TryGetValue(to, out var now))
            return new(410, """{"error":{"code":"410","message":"The delta token is too old"}}""");
        var here = now.Select(row => row.Key).ToHashSet();
        var items = now.Except(before).Select(row => row.Json)
            .Concat(before.Where(row => !here.Contains(row.Key)).Select(row => $$"""{"@removed":{"reason":"deleted"},"key":"{{row.Key}}"}""")).ToList();
        var link = skip + PageSize < items.Count ? $"\"@odata.nextLink\":\"/svc/Orders?$deltatoken={from}.{to}.{skip + PageSize}\"" : $"\"@odata.deltaLink\":\"/svc/Orders?$deltatoken={to}.-1.0\"";
        return new(200, $"{{\"value\":[{string.Join(',', items.Skip(skip).Take(PageSize))}],{link}}}");
    }
}
