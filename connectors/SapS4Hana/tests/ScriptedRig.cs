using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;
using SapStandIn;
using SapStandIn.Data;

namespace IntegrationHub.Connectors.SapS4Hana.Tests;

/// <summary>
/// The stand-in behind a server that goes wrong on purpose: sales contracts that live. Their times have digits behind the millisecond, which SAP filters by and does not show. The
/// version that the contract looks for travels as a follow-up action.
/// </summary>
internal sealed partial class ScriptedRig : IScriptedSourceRig, ITimedSourceRig
{
    private readonly SapEngine _engine = new(SapData.Empty(), new SapStandIn.SapOptions { Password = "t0p-s3cret", PageSize = 2 });
    private readonly Lock _lock = new();
    private ScriptedServer? _server;

    public LivingTable Table { get; } = Filled();
    public ScriptedServer Server => _server!;
    public string Entity => "A_SalesContract";
    public IReadOnlyList<string> Keys => Table.Keys;
    public IReadOnlyList<string> Confidential => ["t0p-s3cret"];

    public async Task StartAsync() => _server ??= await ScriptedServer.StartAsync(Answer);

    public async Task<ISource> OpenAsync(ConnectorServices services)
    {
        await StartAsync();
        return new SapSource(SapRig.Options(_server!.Address), services with { MostAnswerBytes = 2 * 1024 * 1024 });
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
        lock (_lock)
        {
            var contracts = _engine.Data[Entity];
            foreach (var gone in contracts.Rows)
                contracts.Remove(gone);
            foreach (var row in Table.ByKey())
                contracts.Put(("SalesContract", row.Key), ("LastChangeDateTime", row.ChangedAt.AddTicks(row.Version % 7 * 1000)), ("SalesContractFollowUpAction", $"{row.Version}"));
            var query = string.Join('&', request.Query.Select(value => $"{value.Key}={Uri.EscapeDataString(value.Value)}"));
            var answer = _engine.Answer(new SapRequest(request.Method, $"{request.Path}?{query}", request.Headers, request.Body), _server!.Address.AbsoluteUri.TrimEnd('/'));
            return new ServerAnswer(answer.Status, FollowUp().Replace(Encoding.UTF8.GetString(answer.Body), "\"version\":$1"), answer.ContentType) { Headers = answer.Headers };
        }
    }

    private static LivingTable Filled()
    {
        var table = new LivingTable();
        for (var i = 1; i <= 7; i++)
            table.Put($"4000{i}", DateTimeOffset.UtcNow.AddHours(-10 + i));
        return table;
    }

    [GeneratedRegex("\"SalesContractFollowUpAction\":\"([0-9]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex FollowUp();
}
