using DemoCrm;
using DemoCrm.Api;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using IntegrationHub.Testing;
using Npgsql;

namespace IntegrationHub.Faults.Crms;

/// <summary>
/// One CRM that fails, over HTTP, and the hub that delivers to it: in many short rounds, some of two hosts at once, some of a host that is killed. What is planned follows from the seed; where requests
/// go out at the same time, which of them a fault strikes may differ. Judged after each round by what the hub says was delivered, and at the end, after quiet rounds, by what the ERP has then.
/// </summary>
internal sealed class DeliveryWorld : IAsyncDisposable
{
    private const int QuietRounds = 8;

    private static readonly FaultKind[] Kinds = [FaultKind.Fail, FaultKind.TooBusy, FaultKind.Drop, FaultKind.DropAfterCommit, FaultKind.DropAfterCommit, FaultKind.Nonsense, FaultKind.Refuse];

    private readonly WorldKind _kind;
    private readonly string _name;
    private readonly int _seed;
    private readonly string _connectionString;
    private readonly CrmTruth _truth;
    private readonly DemoCrmServer _crm;
    private readonly CrmHub _hub;
    private readonly List<Finding> _findings = [];

    private DeliveryWorld(WorldKind kind, CrmKind crm, int number, int seed, DemoCrmServer server, string connectionString, NpgsqlDataSource database)
    {
        (_kind, _name, _seed, _crm, _connectionString) = (kind, $"world-{number}", seed, server, connectionString);
        _truth = new CrmTruth(_name);
        _hub = new CrmHub(_name, crm, server.Address, _truth.Events, batchSize: new Random(seed).Next(2, 9), database);
    }

    public static async Task<WorldResult> RunAsync(WorldKind kind, CrmKind crm, int number, int seed, int faults, string connectionString, NpgsqlDataSource database)
    {
        // no CRM keeps external ids unique for us: who does not look before creating makes a double
        await using var server = await DemoCrmServer.StartAsync(new DemoCrmOptions { Token = CrmHub.Token, UniqueExternalIds = false });
        await using var world = new DeliveryWorld(kind, crm, number, seed, server, connectionString, database);
        return await world.LiveAsync(faults);
    }

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        return ValueTask.CompletedTask;
    }

    private int Injected => _crm.Faults.Scattered.Values.Sum();

    private async Task<WorldResult> LiveAsync(int faults)
    {
        var result = new WorldResult(_kind.Name, _name, _seed);
        while (Injected + result.Kills < faults && _findings.Count == 0)
        {
            var random = new Random(Seeds.Of(_seed, ++result.Runs));
            for (var i = random.Next(3, 16); i > 0; i--)
                _truth.Happen(random);
            await _hub.SyncAsync();
            await _hub.LetTimePassAsync();
            _crm.Faults.Scatter(random.Next(), 0.05 + 0.5 * random.NextDouble(), Kinds);
            await RoundAsync(random, result);
            _crm.Faults.Clear();
            await JudgeAsync(result.Runs);
        }

        if (_findings.Count == 0)
            await SettleAsync(result);
        var (acknowledged, lost) = await _hub.AttemptsAsync();
        result.Take(_crm.Faults.Scattered.ToDictionary(fault => $"CRM: {fault.Key}", fault => fault.Value), _truth.Changes, _truth.Removals, acknowledged, lost, _findings);
        return result;
    }

    private async Task RoundAsync(Random random, WorldResult result)
    {
        var kind = random.Next(10);
        Task[] hosts = kind switch
        {
            0 or 1 => [DieAsync(random.Next(1, 25), afterAnswer: kind == 0)],
            2 => [_hub.DeliverAsync(), _hub.DeliverAsync()],
            3 => [_hub.DeliverAsync(), DieAsync(random.Next(1, 25), afterAnswer: true)],
            _ => [_hub.DeliverAsync()],
        };
        var killed = kind is 0 or 1 or 3;
        foreach (var host in hosts)
        {
            var error = await TryAsync(host);
            if (killed && host == hosts[^1] && error is not (null or ConnectorException))
                result.Kills++;
            else if (error is not (null or ConnectorException))
                throw new InvalidOperationException($"{_name} ({_kind.Name}), seed {_seed}, round {result.Runs}: nothing of what was done to it explains this.", error);
            result.Count(error is null ? "succeeded" : killed && host == hosts[^1] ? "killed" : "stopped");
            _truth.Note("*", $"{DateTime.UtcNow:mm:ss.fff} round {result.Runs}: {(killed && host == hosts[^1] ? "killed" : "deliver")}: {error?.Message ?? "well"}");
        }
    }

    private async Task DieAsync(int roundTrip, bool afterAnswer)
    {
        await using var proxy = new PostgresProxy(_connectionString, roundTrip, afterAnswer);
        await using var database = HubDatabase.Open(proxy.ConnectionString);
        await _hub.DeliverAsync(database);
    }

    /// <summary>Nothing goes wrong any more, and an operator has done what is his: soon the CRM shows what the ERP has.</summary>
    private async Task SettleAsync(WorldResult result)
    {
        _truth.Mend();
        for (var round = 0; round < QuietRounds; round++)
        {
            result.Runs++;
            await _hub.SyncAsync();
            await _hub.ReplayParkedAsync();
            await _hub.LetTimePassAsync();
            if (await TryAsync(_hub.DeliverAsync()) is { } error)
                await FindAsync("stuck", "*", $"nothing goes wrong any more, and still a delivery fails: {error.Message}");
            result.Count("succeeded");
        }

        foreach (var (key, why) in await _hub.UnsettledAsync())
            await FindAsync("stuck", key, why);
        await JudgeAsync(result.Runs);
        var shown = Shown().ToLookup(one => (one.Object, one.Key), one => one.Shown);
        var wanted = _truth.Wanted.ToDictionary(one => (one.Object, one.Key), one => one.Shown);
        foreach (var (at, what) in wanted)
            if (shown[at].FirstOrDefault() != what)
                await FindAsync("lost", at.Key, $"the CRM shows '{shown[at].FirstOrDefault() ?? "nothing"}', the ERP has '{what}'");
        foreach (var at in shown.Select(one => one.Key).Where(at => !wanted.ContainsKey(at)))
            await FindAsync("missed delete", at.Key, "the ERP no longer has it, the CRM shows it");
    }

    /// <summary>Nothing is there twice, and what the hub calls delivered is there as it was sent.</summary>
    private async Task JudgeAsync(int round)
    {
        var shown = Shown().ToLookup(one => (one.Object, one.Key), one => one.Shown);
        foreach (var many in shown.Where(one => one.Count() > 1))
            await FindAsync("doubled", many.Key.Key, $"round {round}: the CRM has it {many.Count()} times");
        foreach (var (at, what) in await _hub.AcknowledgedAsync())
            if (!shown[at].Contains(what))
                await FindAsync("false success", at.Key, $"round {round}: the hub calls '{what}' delivered, the CRM shows '{shown[at].FirstOrDefault() ?? "nothing"}'");
    }

    private IEnumerable<(string Object, string Key, string Shown)> Shown()
    {
        var accounts = _crm.All("accounts").ToDictionary(account => account.Id);
        foreach (var account in accounts.Values)
            yield return ("accounts", account.ExternalId!, account.Fields["name"].GetString()!);
        foreach (var order in _crm.All("orders"))
            yield return ("orders", order.ExternalId!, $"{order.Fields["number"].GetString()} of {(accounts.TryGetValue(order.Fields["accountId"].GetString()!, out var account) ? account.ExternalId : "nobody")}");
    }

    private async Task FindAsync(string what, string key, string how) => _findings.Add(new Finding(what, key, how, [.. _truth.HistoryOf(key), .. await _hub.StoryAsync(key)]));

    private static async Task<Exception?> TryAsync(Task round)
    {
        try
        {
            await round;
            return null;
        }
#pragma warning disable CA1031   // a killed hub ends with whatever it meets; the caller looks at it
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure;
        }
    }
}
