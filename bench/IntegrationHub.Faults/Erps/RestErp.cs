using System.Globalization;
using IntegrationHub.TestKit;

namespace IntegrationHub.Faults.Erps;

/// <summary>A JSON API in one of the paging styles of the connector <c>rest</c>, five records a page. Its tokens and links are forgotten after a while.</summary>
internal sealed class RestErp(string style) : IErp
{
    private const int PageSize = 5;
    private const int Remembered = 3;
    private readonly Dictionary<int, IReadOnlyList<LivingTable.Row>> _results = [];
    private int _resultNo;

    public bool Changed { get; init; } = true;
    public bool HasTotal { get; init; }
    public string Connector => "rest";
    public bool OnlyAdds => false;
    public LivingTable Table { get; } = new();

    private bool Holds => style is "Token" or "NextLink" or "LinkHeader";

    public Dictionary<string, string?> Options(Uri server)
    {
        const string entity = "Entities:records";
        var options = new Dictionary<string, string?>
        {
            ["BaseUrl"] = server.AbsoluteUri,
            ["Headers:Connection"] = "close",   // or it would depend on the moment which connection a cut hits, and whether it is opened again unseen
            [$"{entity}:Path"] = "/records",
            [$"{entity}:Records"] = "items",
            [$"{entity}:Key"] = "key",
            [$"{entity}:Paging:Style"] = style,
        };
        if (style is "Offset" or "PageNumber" or "Token")
            options[$"{entity}:Paging:Parameter"] = "at";
        if (style is "Token" or "NextLink")
            options[$"{entity}:Paging:Next"] = "next";
        if (HasTotal)
            options[$"{entity}:Paging:Total"] = "total";
        if (Changed)
            (options[$"{entity}:Changed:Field"], options[$"{entity}:Changed:Parameter"]) = ("changedAt", "since");
        return options;
    }

    public ServerAnswer Answer(ServerRequest request)
    {
        var rows = Table.ChangedSince(request.Query.GetValueOrDefault("since"));
        if (!Holds)
        {
            var at = int.Parse(request.Query.GetValueOrDefault("at", "0"), CultureInfo.InvariantCulture);
            var skip = style == "PageNumber" ? (at - 1) * PageSize : at;
            return Page(rows, skip, $"\"total\":{rows.Count}");
        }

        var (result, from) = request.Query.TryGetValue("at", out var token) && token.Split('.') is [var known, var place]
            ? (int.Parse(known, CultureInfo.InvariantCulture), int.Parse(place, CultureInfo.InvariantCulture)) : (-1, 0);
        if (result < 0)
        {
            _results[result = _resultNo++] = rows;
            _results.Remove(result - Remembered);
        }

        if (!_results.TryGetValue(result, out var held))
            return new(410, """{"error":"that token has expired"}""");
        var next = from + PageSize < held.Count ? $"{result}.{from + PageSize}" : null;
        return style switch
        {
            "Token" => Page(held, from, next is null ? "\"next\":null" : $"\"next\":\"{next}\""),
            "NextLink" => Page(held, from, next is null ? "\"next\":null" : $"\"next\":\"/records?at={next}\""),
            _ when next is null => Page(held, from, "\"x\":0"),
            _ => Page(held, from, "\"x\":0") with { Headers = new Dictionary<string, string> { ["Link"] = $"</records?at={next}>; rel=\"next\"" } },
        };
    }

    private static ServerAnswer Page(IReadOnlyList<LivingTable.Row> rows, int skip, string more) =>
        new(200, $"{{\"items\":[{string.Join(',', rows.Skip(skip).Take(PageSize).Select(row => row.Json))}],{more}}}");
}
