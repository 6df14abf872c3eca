using System.Globalization;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Rest.Tests;

/// <summary>An ERP with a JSON API in one of the paging styles, two records a page, asked for what was changed since.</summary>
/// <param name="style">How it hands out pages.</param>
/// <param name="changed">Whether it can be asked for what was changed.</param>
internal sealed class RestSourceRig(RestPaging style, bool changed = true) : IScriptedSourceRig, ITimedSourceRig
{
    private const int PageSize = 2;
    private readonly List<IReadOnlyList<LivingTable.Row>> _results = [];   // tokens and links hold a result still
    private ScriptedServer? _server;

    public LivingTable Table { get; } = Filled();
    public ScriptedServer Server => _server!;
    public string Entity => "orders";
    public IReadOnlyList<string> Keys => Table.Keys;
    public IReadOnlyList<string> Confidential => ["t0p-s3cret"];
    public RestSourceOptions Options { get; private set; } = null!;

    public async Task StartAsync()
    {
        if (_server is not null)
            return;
        _server = await ScriptedServer.StartAsync(Answer);
        Options = new RestSourceOptions
        {
            BaseUrl = new Uri(_server.Address, "/erp"),
            Auth = { Kind = HttpAuth.Bearer, Secret = new Secret("t0p-s3cret") },
            MostMegabytes = 2,
            Entities =
            {
                ["orders"] = new()
                {
                    Path = "/v1/orders?expand=lines",
                    Records = "data.items",
                    Key = "key",
                    Changed = changed ? new() { Field = "changedAt", Parameter = "filter", Value = "changedAt ge {since}" } : null,
                    Paging = new()
                    {
                        Style = style,
                        Parameter = style switch { RestPaging.PageNumber => "page", RestPaging.Offset => "skip", RestPaging.Token => "cursor", _ => null },
                        Next = style switch { RestPaging.Token => "meta.token", RestPaging.NextLink => "meta.next", _ => null },
                    },
                },
            },
        };
    }

    public async Task<ISource> OpenAsync(ConnectorServices services)
    {
        await StartAsync();
        return new RestSource(Options, services);
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
            return new(401, """{"error":"who are you?"}""");
        if (request.Path != "/erp/v1/orders" || request.Query.GetValueOrDefault("expand") != "lines")
            return new(404, "");
        var since = request.Query.GetValueOrDefault("filter", "").Replace("changedAt ge ", "", StringComparison.Ordinal);
        var rows = Table.ChangedSince(since);
        return style switch
        {
            RestPaging.None => Page(rows, ""),
            RestPaging.PageNumber => Page(rows.Skip((Number(request, "page") - 1) * PageSize).Take(PageSize), ""),
            RestPaging.Offset => Page(rows.Skip(Number(request, "skip")).Take(PageSize), ""),
            _ => Held(request, rows),
        };
    }

    private ServerAnswer Held(ServerRequest request, IReadOnlyList<LivingTable.Row> rows)
    {
        var at = request.Query.TryGetValue("cursor", out var cursor) ? cursor.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray() : null;
        lock (_results)
        {
            if (at is null)
                _results.Add(rows);
            var (result, skip) = at is [var known, var from] ? (known, from) : (_results.Count - 1, 0);
            var token = skip + PageSize < _results[result].Count ? $"{result}.{skip + PageSize}" : null;
            var page = Page(_results[result].Skip(skip).Take(PageSize), token is null ? "\"token\":null" : style switch
            {
                RestPaging.Token => $"\"token\":\"{token}\"",
                RestPaging.NextLink => $"\"next\":\"/erp/v1/orders?expand=lines&cursor={token}\"",
                _ => "",
            });
            return style != RestPaging.LinkHeader || token is null ? page
                : page with { Headers = new Dictionary<string, string> { ["Link"] = $"<{Server.Address}erp/v1/orders?expand=lines&cursor=0.0>; rel=\"first\", <{Server.Address}erp/v1/orders?expand=lines&cursor={token}>; rel=\"next\"" } };
        }
    }

    private static ServerAnswer Page(IEnumerable<LivingTable.Row> rows, string meta) =>
        new(200, $"{{\"data\":{{\"items\":[{string.Join(',', rows.Select(row => row.Json))}]}},\"meta\":{{{meta}}}}}");

    private static LivingTable Filled()
    {
        var table = new LivingTable();
        for (var i = 1; i <= 7; i++)
            table.Put($"SO-{i}", DateTimeOffset.UtcNow.AddHours(-10 + i));
        return table;
    }

    private static int Number(ServerRequest request, string name) => int.Parse(request.Query[name], CultureInfo.InvariantCulture);
}
