using System.Globalization;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.OData.Tests;

/// <summary>A service of one of the versions, two records a page, whose orders have three lines, two of which come with the order.</summary>
internal sealed class ODataRig(ODataVersion version, Action<ODataEntityOptions> settings) : IScriptedSourceRig, ITimedSourceRig, ISlicedSourceRig
{
    private const int PageSize = 2;
    private readonly List<IReadOnlyList<LivingTable.Row>> _results = [];   // what links and delta tokens lead back to
    private ScriptedServer? _server;

    public LivingTable Table { get; } = Filled();
    public ScriptedServer Server => _server!;
    public string Entity => "orders";
    public IReadOnlyList<string> Keys => Table.Keys;
    public IReadOnlyList<string> Confidential => ["t0p-s3cret"];

    public IReadOnlyList<SliceSample> Slices =>
    [
        new(new Slice(Keys: ["SO-2", "SO-5", "SO-6", "nothing"]), ["SO-2", "SO-5", "SO-6"]),
        new(new Slice(Company: "JP"), ["SO-2", "SO-4", "SO-6"]),
        new(new Slice(From: new(2026, 1, 2), To: new(2026, 1, 4)), ["SO-2", "SO-4"]),
        new(new Slice(To: new(2026, 1, 2)), ["SO-1", "SO-2", "SO-3"]),   // the third has no date
        new(new Slice(From: new(2026, 1, 6), Company: "JP"), ["SO-6"]),
    ];
    public ODataOptions Options { get; private set; } = null!;

    /// <summary>Links are places in a list that lives on, and not in one that is kept.</summary>
    public bool LinksShift { get; init; }

    /// <summary>What the service calls itself in its links; empty: links without a host.</summary>
    public string LinksBegin { get; init; } = "";

    /// <summary>Delta links of the past are gone.</summary>
    public bool ForgetsTokens { get; set; }

    public async Task StartAsync()
    {
        if (_server is not null)
            return;
        _server = await ScriptedServer.StartAsync(Answer);
        Options = new ODataOptions
        {
            BaseUrl = new Uri(_server.Address, "/svc"),
            Auth = { Kind = HttpAuth.Bearer, Secret = new Secret("t0p-s3cret") },
            Headers = { ["Accept-Language"] = "ja" },
            Parameters = { ["sap-client"] = "100" },
            Entities = { ["orders"] = new() { Set = "Orders", BusinessDate = "day", Company = "company" } },
        };
        settings(Options.Entities["orders"]);
    }

    public async Task<ISource> OpenAsync(ConnectorServices services)
    {
        await StartAsync();
        return new ODataSource(Options, services);
    }

    public async Task PutAsync(string key, DateTimeOffset changedAt)
    {
        await StartAsync();
        Table.Put(key, changedAt);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private ServerAnswer Answer(ServerRequest request)
    {
        if (request.Headers.GetValueOrDefault("Authorization") != "Bearer t0p-s3cret")
            return new(401, """{"error":{"code":"401","message":"who are you?"}}""");
        if (request.Headers.GetValueOrDefault("Accept-Language") != "ja" || request.Query.GetValueOrDefault("sap-client") != "100" && !request.Query.ContainsKey("$skiptoken") && !request.Query.ContainsKey("$deltatoken"))
            return new(400, "");
        if (request.Path == "/svc/$metadata")
            return new(200, version == ODataVersion.V2 ? ODataDescriptions.Csdl2 : ODataDescriptions.Csdl4, "application/xml");
        if (request.Path.StartsWith("/svc/Orders('", StringComparison.Ordinal) && request.Path.EndsWith("/lines", StringComparison.Ordinal))
            return Page([Line(request.Path.Split('\'')[1], 3)], "");
        if (request.Path.StartsWith("/svc/Orders('", StringComparison.Ordinal) && Table.ByKey().FirstOrDefault(row => row.Key == request.Path.Split('\'')[1]) is { } one)
            return new(200, Json(one, request));
        if (request.Path == "/svc/Orders/$count")
            return new(200, $"{Table.ByKey().Count(row => ODataFilter.Fits(request.Query.GetValueOrDefault("$filter", ""), name => Field(row, name)))}", "text/plain");
        if (request.Path != "/svc/Orders")
            return new(404, """{"error":{"code":"404","message":"Resource not found for the segment"}}""");
        try
        {
            return request.Query.ContainsKey("$deltatoken") || request.Headers.GetValueOrDefault("Prefer", "").Contains("track-changes", StringComparison.Ordinal) ? Delta(request) : Orders(request);
        }
        catch (FormatException wrong)
        {
            return new(400, version == ODataVersion.V2
                ? $$$$"""{"error":{"code":"X/1","message":{"lang":"en","value":"Invalid query: {{{{wrong.Message}}}}"}}}"""
                : $$$"""{"error":{"code":"BadRequest","message":"Invalid query: {{{wrong.Message}}}"}}""");
        }
    }

    private ServerAnswer Orders(ServerRequest request)
    {
        var rows = Table.ByKey().Where(row => ODataFilter.Fits(request.Query.GetValueOrDefault("$filter", ""), name => Field(row, name)));
        if (request.Query.TryGetValue("$orderby", out var order))
            rows = order switch
            {
                "key" => rows.OrderBy(row => row.Key, StringComparer.Ordinal),
                _ => throw new FormatException($"$orderby={order}"),
            };
        if (request.Query.TryGetValue("$top", out var top))
            rows = rows.Take(int.Parse(top, CultureInfo.InvariantCulture));
        var all = rows.ToList();
        var (at, list) = (0, (IReadOnlyList<LivingTable.Row>)all);
        lock (_results)
        {
            if (!request.Query.TryGetValue("$skiptoken", out var token))
                _results.Add(all);
            var parts = (token ?? $"{_results.Count - 1}.0").Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            (at, list) = (parts[1], LinksShift ? all : _results[parts[0]]);
            var next = at + PageSize < list.Count ? Link($"$skiptoken={parts[0]}.{at + PageSize}", request) : null;
            var count = request.Query.ContainsKey("$count") || request.Query.ContainsKey("$inlinecount") ? list.Count : (int?)null;
            return Page(list.Skip(at).Take(PageSize).Select(row => Json(row, request)), next, count);
        }
    }

    /// <summary>Everything, or what differs from the state a token stands for; in pages, of which the last has the next token.</summary>
    private ServerAnswer Delta(ServerRequest request)
    {
        lock (_results)
        {
            var parts = request.Query.GetValueOrDefault("$deltatoken", "-1.-1.0").Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            if (ForgetsTokens && parts[0] >= 0)
                return new(410, """{"error":{"code":"410","message":"The delta token is too old"}}""");
            var before = parts[0] < 0 ? [] : _results[parts[0]];
            if (parts[1] < 0)
            {
                _results.Add(Table.ByKey());
                parts[1] = _results.Count - 1;
            }

            var now = _results[parts[1]];
            var items = now.Where(row => !before.Contains(row)).Select(row => Json(row, request, isChange: parts[0] >= 0))
                .Concat(before.Where(row => now.All(other => other.Key != row.Key)).Select((row, index) => index % 2 == 0
                    ? $$"""{"@odata.context":"/svc/$metadata#Orders/$deletedEntity","id":"Orders('{{row.Key}}')","reason":"deleted"}"""
                    : $$"""{"@removed":{"reason":"deleted"},"key":"{{row.Key}}"}""")).ToList();
            var rest = parts[2] + PageSize < items.Count;
            var link = rest ? $"\"@odata.nextLink\":\"{LinksBegin}/svc/Orders?$deltatoken={parts[0]}.{parts[1]}.{parts[2] + PageSize}\"" : $"\"@odata.deltaLink\":\"{LinksBegin}/svc/Orders?$deltatoken={parts[1]}.-1.0\"";
            return new(200, $"{{\"value\":[{string.Join(',', items.Skip(parts[2]).Take(PageSize))}],{link}}}");
        }
    }

    private ServerAnswer Page(IEnumerable<string> items, string? next, int? count = null)
    {
        var list = $"[{string.Join(',', items)}]";
        var (link, total) = (string.IsNullOrEmpty(next) ? "" : next, count?.ToString(CultureInfo.InvariantCulture));
        return new(200, version == ODataVersion.V2
            ? $"{{\"d\":{{\"results\":{list}{(total is null ? "" : $",\"__count\":\"{total}\"")}{(link.Length == 0 ? "" : $",\"__next\":\"{link}\"")}}}}}"
            : $"{{\"@odata.context\":\"x\"{(total is null ? "" : $",\"@odata.count\":{total}")},\"value\":{list}{(link.Length == 0 ? "" : $",\"@odata.nextLink\":\"{link}\"")}}}");
    }

    /// <summary>A link repeats what was asked.</summary>
    private string Link(string token, ServerRequest request) =>
        $"{LinksBegin}/svc/Orders?{string.Join('&', request.Query.Where(option => option.Key != "$skiptoken").Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value)}"))}&{token}";

    private static IComparable? Field(LivingTable.Row row, string name) => name switch
    {
        "key" => row.Key,
        "version" => (decimal)row.Version,
        "changedAt" => row.ChangedAt,
        "company" => CompanyOf(row),
        "day" => DayOf(row) is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null,
        _ => throw new FormatException($"no property {name}"),
    };

    /// <summary>An order with what is selected and expanded; a change may leave out what did not change.</summary>
    private string Json(LivingTable.Row row, ServerRequest request, bool isChange = false)
    {
        var select = request.Query.TryGetValue("$select", out var names) ? names.Split(',') : null;
        var expands = request.Query.GetValueOrDefault("$expand", "").StartsWith("lines", StringComparison.Ordinal);
        var fields = new List<string> { version == ODataVersion.V2 ? "\"__metadata\":{\"type\":\"Shop.Order\"}" : "\"@odata.etag\":\"W/1\"" };
        void Add(string name, string json)
        {
            if (select?.Contains(name) != false)
                fields.Add($"\"{name}\":{json}");
        }

        Add("key", $"\"{row.Key}\"");
        Add("version", row.Version.ToString(CultureInfo.InvariantCulture));
        if (!isChange)
            Add("name", "\"株式会社\"");
        Add("company", $"\"{CompanyOf(row)}\"");
        Add("day", DayOf(row) is not { } day ? "null" : version == ODataVersion.V2 ? $"\"/Date({new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds()})/\"" : $"\"{day:yyyy-MM-dd}\"");
        Add("changedAt", version == ODataVersion.V2 ? $"\"/Date({row.ChangedAt.ToUnixTimeMilliseconds()}+0000)/\"" : $"\"{row.Stamp}\"");
        if (expands)
            fields.Add(version == ODataVersion.V2
                ? $"\"lines\":{{\"results\":[{Line(row.Key, 1)},{Line(row.Key, 2)}],\"__next\":\"{LinksBegin}/svc/Orders('{row.Key}')/lines?$skiptoken=2\"}}"
                : $"\"lines@odata.nextLink\":\"{LinksBegin}/svc/Orders('{row.Key}')/lines?$skiptoken=2\",\"lines\":[{Line(row.Key, 1)},{Line(row.Key, 2)}]");
        return $"{{{string.Join(',', fields)}}}";
    }

    /// <summary>Every second order is Japan's.</summary>
    private static string CompanyOf(LivingTable.Row row) => row.Key[^1] % 2 == 0 ? "JP" : "US";

    /// <summary>The day of January that the number of the order says; every third has none.</summary>
    private static DateOnly? DayOf(LivingTable.Row row) => row.Key[^1] is >= '1' and <= '9' && (row.Key[^1] - '0') % 3 is not 0 || row.Key[^1] == '6' ? new(2026, 1, Math.Clamp(row.Key[^1] - '0', 1, 28)) : null;

    private static string Line(string key, int number) => $"{{\"key\":\"{key}\",\"line\":{number}}}";

    private static LivingTable Filled()
    {
        var table = new LivingTable();
        for (var i = 1; i <= 7; i++)
            table.Put($"SO-{i}", DateTimeOffset.UtcNow.AddHours(-10 + i));
        return table;
    }
}
