using IntegrationHub.Core.Store;
using IntegrationHub.Faults.Erps;
using IntegrationHub.Sdk;
using IntegrationHub.TestKit;
using Npgsql;

namespace IntegrationHub.Faults;

/// <summary>
/// One ERP that lives and fails, and the hub that reads it, in many short runs, some of them killed. All that happens follows from the seed. Judged after each run
/// by what that run promised, and at the end, after quiet runs, by what the ERP has then.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private const int QuietRuns = 3;

    private readonly string _name;
    private readonly WorldKind _kind;
    private readonly int _seed;
    private readonly IErp _erp;
    private readonly WorldTime _time = new();
    private readonly ErpLife _life;
    private readonly HubView _view;
    private readonly Judge _judge;
    private ScriptedServer _server = null!;
    private WorldHub _hub = null!;
    private Random _during = new(0);
    private bool _isQuiet;

    private World(WorldKind kind, IErp erp, int number, int seed, NpgsqlDataSource database)
    {
        (_kind, _seed, _name) = (kind, seed, $"world-{number}");
        _erp = erp;
        var random = new Random(seed);
        _life = new ErpLife(_erp.Table, _time, TimeSpan.FromSeconds(random.Next(5) switch { 0 => 9 * 3600, 1 => -9 * 3600, 2 => 90, 3 => -90, _ => 0 }), _erp.OnlyAdds);
        _view = new HubView(database, _name);
        _judge = new Judge(_erp.Table, _life, _view);
        for (var i = 0; i < 60; i++)
            _life.Happen(random);
    }

    /// <summary>Runs a world until enough went wrong in it, and judges it.</summary>
    public static async Task<WorldResult> RunAsync(WorldKind kind, IErp erp, int number, int seed, int faults, string connectionString, NpgsqlDataSource database)
    {
        await using var world = new World(kind, erp, number, seed, database);
        await world.StartAsync(connectionString, database);
        return await world.LiveAsync(faults);
    }

    public async ValueTask DisposeAsync()
    {
        _hub.Dispose();
        await _server.DisposeAsync();
    }

    private async Task StartAsync(string connectionString, NpgsqlDataSource database)
    {
        _server = await ScriptedServer.StartAsync(Answer);
        _hub = new WorldHub(_name, _erp, _server.Address, _time, batchSize: new Random(_seed).Next(2, 9), connectionString, database);
    }

    private ServerAnswer Answer(ServerRequest request)
    {
        if (!_isQuiet)
        {
            _life.Pass(TimeSpan.FromSeconds(_during.Next(3)));
            if (_during.Next(4) == 0)
                _life.Happen(_during);
        }

        return _erp.Answer(request);
    }

    private async Task<WorldResult> LiveAsync(int faults)
    {
        var result = new WorldResult(_kind.Name, _name, _seed);
        while (_server.Injected + result.Kills < faults && _judge.Findings.Count == 0)
        {
            var random = new Random(Seeds.Of(_seed, ++result.Runs));
            _life.Pass(TimeSpan.FromSeconds(random.Next(90)));
            for (var i = random.Next(6); i > 0; i--)
                _life.Happen(random);
            _during = new Random(random.Next());
            _server.Behave();
            _server.Zips = result.Runs % 2 == 0;   // every other run its answers are compressed
            _server.Misbehave(random.Next(), share: 0.1 + 0.65 * random.NextDouble(), Mischief.All);
            await RunAsync(random, result);
        }

        if (_judge.Findings.Count == 0)
            await SettleAsync(result);
        result.Take(_server, _life, _judge);
        return result;
    }

    private async Task RunAsync(Random random, WorldResult result)
    {
        var kind = random.Next(30);
        var (job, killed) = (kind < 3 ? "keys" : "sync", kind is 3 or 4);
        var before = await _view.LastRunAsync(job);
        await _judge.BeginAsync(job);
        var error = await TryAsync(kind switch
        {
            < 3 => _hub.FindDeletedAsync(),
            3 => _hub.SyncAndDieAsync(random.Next(1, 40), afterAnswer: false),
            4 => _hub.SyncAndDieAsync(random.Next(1, 40), afterAnswer: true),
            _ => _hub.SyncAsync(),
        });
        if (killed && error is not (null or ConnectorException))
            result.Kills++;
        else if (error is not (null or ConnectorException or SyncOvertakenException))
            throw new InvalidOperationException($"{_name} ({_kind.Name}), seed {_seed}, run {result.Runs}: nothing of what was done to it explains this.", error);
        var after = await _view.LastRunAsync(job);
        var outcome = after.No == before.No ? "never begun" : after.Outcome ?? "open";
        result.Count(outcome);
        _life.Note("*", $"run {result.Runs}: {job}{(killed ? ", killed" : "")}: {outcome} {error?.Message}");
        await _judge.EndAsync(job, result.Runs, error, outcome, killed);
    }

    /// <summary>Nothing goes wrong any more, and nothing happens: soon the hub has what the ERP has.</summary>
    private async Task SettleAsync(WorldResult result)
    {
        _server.Behave();
        _life.Commit();
        _isQuiet = true;
        foreach (var job in Enumerable.Repeat("sync", QuietRuns).Append("keys"))
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await _judge.BeginAsync(job);
            var error = await TryAsync(job == "sync" ? _hub.SyncAsync() : _hub.FindDeletedAsync());
            result.Runs++;
            result.Count((await _view.LastRunAsync(job)).Outcome ?? "open");
            if (error is not null)
                _judge.Find("stuck", "*", $"nothing goes wrong any more, and still the {job} run fails: {error.Message}");
        }

        if (_judge.Findings.Count == 0)
            await _judge.EndOfWorldAsync();
    }

    private static async Task<Exception?> TryAsync(Task run)
    {
        try
        {
            await run;
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
