using System.Text;
using System.Text.Json;
using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What the hub relies on in a source when the other side misbehaves, in its answers and in its data. One rule is behind every fact: a run that is called a
/// success has read everything, and whatever a run that failed has left out, the next one brings. Derived beside the source's <see cref="HttpSourceContract"/>.
/// </summary>
/// <param name="rig">The outside system. The contract disposes it.</param>
public abstract class ScriptedSourceContract(IScriptedSourceRig rig) : IAsyncLifetime
{
    private static readonly ServerFault[] Passing =
        [ServerFault.TooManyRequests, ServerFault.Unavailable, ServerFault.Failure, ServerFault.CutConnection, ServerFault.CutAnswer, ServerFault.HalfJson,
         ServerFault.WrongContent, ServerFault.NoContent, ServerFault.RedirectElsewhere];

    private readonly WatchedServices _services = new();
    private readonly Dictionary<string, string> _held = [];
    private Checkpoint? _at;

    /// <summary>Called by xunit before the fact.</summary>
    public Task InitializeAsync() => rig.StartAsync();

    /// <summary>Called by xunit after the fact.</summary>
    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        _services.Dispose();
    }

    [Fact]
    public Task A_cut_connection_is_transient_and_loses_nothing() => GoesWrongAsync<TransientException>(ServerFault.CutConnection);

    [Fact]
    public Task An_answer_cut_short_is_transient_and_loses_nothing() => GoesWrongAsync<TransientException>(ServerFault.CutAnswer);

    [Fact]
    public Task Half_a_JSON_is_a_breach_of_protocol_and_loses_nothing() => GoesWrongAsync<ProtocolException>(ServerFault.HalfJson);

    [Fact]
    public Task A_page_of_something_else_is_a_breach_of_protocol_and_loses_nothing() => GoesWrongAsync<ProtocolException>(ServerFault.WrongContent);

    [Fact]
    public Task An_empty_answer_is_a_breach_of_protocol_and_not_the_end() => GoesWrongAsync<ProtocolException>(ServerFault.NoContent);

    [Fact]
    public Task Asking_too_often_is_transient_and_loses_nothing() => GoesWrongAsync<TransientException>(ServerFault.TooManyRequests);

    [Fact]
    public Task A_server_out_of_service_is_transient_and_loses_nothing() => GoesWrongAsync<TransientException>(ServerFault.Unavailable);

    [Fact]
    public async Task Another_host_never_gets_a_request()
    {
        await GoesWrongAsync<ConnectorException>(ServerFault.RedirectElsewhere);
        await GoesWrongAsync<ConnectorException>(ServerFault.RedirectLoop);
        Assert.True(rig.Server.Strays.Count == 0, "The source followed a redirect to another host, where its credentials have no business.");
    }

    [Fact]
    public async Task An_answer_without_end_is_given_up()
    {
        await GoesWrongAsync<ProtocolException>(ServerFault.HugeAnswer, once: true);
        Assert.True(rig.Server.Drained == 0, "The source took half a gigabyte before it gave up.");
    }

    [Fact]
    public async Task The_same_page_twice_loses_nothing()
    {
        var requests = await CountAsync();
        for (var nth = 2; nth <= requests; nth++)
        {
            await StartAfreshAsync(ServerFault.SameAgain, nth);
            await FinishAsync($"the answer {nth} came twice");
        }
    }

    [Fact]
    public async Task A_slow_server_is_waited_for()
    {
        rig.Server.Plan(ServerFault.Slow);
        Assert.Null(await RunAsync());
        AssertWhole("a slow answer");
    }

    [Fact]
    public async Task Records_that_shift_over_page_borders_while_they_are_read_are_not_lost()
    {
        for (var nth = 1; nth <= 4; nth++)
        {
            _at = null;
            _held.Clear();
            var (batch, victim) = (0, rig.Table.Keys[0]);
            await RunAsync(batchSize: 2, before: () => ++batch == nth && rig.Table.Remove(victim));
            await FinishAsync($"a record before the border was removed behind batch {nth}");
            rig.Table.Put(victim, Now);
        }
    }

    [Fact]
    public async Task What_is_committed_late_is_not_lost()
    {
        await FinishAsync("nothing");
        var late = Now;
        rig.Table.PutUncommitted("late", late.AddSeconds(-30));
        rig.Table.Put("newer", late);
        await FinishAsync("a later record was read");
        rig.Table.Commit();
        await FinishAsync("a record was committed late");
    }

    [Fact]
    public async Task Many_records_of_one_time_are_not_lost()
    {
        var now = Now;
        for (var i = 0; i < 12; i++)
            rig.Table.Put($"same-{i:00}", now);
        for (var batchSize = 1; batchSize < 4; batchSize++)
        {
            _at = null;
            _held.Clear();
            for (var stop = 0; stop < 40 && rig.Table.Keys.Any(key => !_held.ContainsKey(key)); stop++)
                await RunAsync(batchSize, batches: 1);
            await FinishAsync("many records of one time");
        }
    }

    [Fact]
    public async Task A_server_whose_clock_is_off_loses_nothing()
    {
        foreach (var (header, rows) in new[] { (9, 0), (-9, 0), (9, 9), (-9, -9) })
        {
            _at = null;
            _held.Clear();
            foreach (var key in rig.Table.Keys)
                rig.Table.Remove(key);
            rig.Server.Skew = TimeSpan.FromHours(header);
            for (var i = 0; i < 5; i++)
                rig.Table.Put($"first {i}", Now.AddHours(rows).AddMinutes(i - 10));
            await FinishAsync($"the server's clock is {header} h off, that of its records {rows} h");
            rig.Table.Put("second", Now.AddHours(rows));
            await FinishAsync($"the server's clock is {header} h off, that of its records {rows} h");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task A_random_life_with_random_faults_loses_nothing(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 40; run++)
        {
            Live(random);
            rig.Server.Misbehave(random.Next(), share: 0.25, Passing);
            await RunAsync(batchSize: random.Next(1, 5), before: () => Live(random));
        }

        rig.Table.Commit();
        Assert.True(rig.Server.Injected > 5, $"Hardly anything went wrong ({rig.Server.Injected} of {rig.Server.Requests.Count} requests); then this fact shows nothing.");
        await FinishAsync($"a random life (seed {seed})");
    }

    private static DateTimeOffset Now => new(DateTimeOffset.UtcNow.Ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);

    private bool Live(Random random)
    {
        if (random.Next(3) == 0)
            rig.Table.Commit();   // open for some batches, that is, for moments
        var key = $"L-{random.Next(12):00}";
        switch (random.Next(4))
        {
            case 0: rig.Table.Remove(key); break;
            case 1: rig.Table.PutUncommitted(key, Now); break;
            case 2: rig.Table.Put(key, Now); break;
        }

        return true;
    }

    /// <summary>Each request of a whole read goes wrong once: the run must end so, and the next one must bring what is missing.</summary>
    private async Task GoesWrongAsync<T>(ServerFault fault, bool once = false) where T : ConnectorException
    {
        var requests = once ? 1 : await CountAsync();
        for (var nth = 1; nth <= requests; nth++)
        {
            var failure = await StartAfreshAsync(fault, nth);
            Assert.True(failure is not null, $"The answer {nth} went wrong ({fault}), and the run is called a success.");
            Assert.True(failure is T, $"The answer {nth} went wrong ({fault}): that is {typeof(T).Name}, but the run ended with {failure}");
            await FinishAsync($"the answer {nth} went wrong ({fault})");
        }
    }

    private async Task<Exception?> StartAfreshAsync(ServerFault fault, int nth)
    {
        _at = null;
        _held.Clear();
        rig.Server.Plan(fault, nth);
        var failure = await RunAsync(batchSize: 2);
        rig.Server.Behave();
        return failure;
    }

    /// <summary>How many requests a whole read takes.</summary>
    private async Task<int> CountAsync()
    {
        var before = rig.Server.Requests.Count;
        await using var source = await rig.OpenAsync(_services.Services);
        await SourceRead.RunAsync(source, new(rig.Entity, null, 2));
        return rig.Server.Requests.Count - before;
    }

    /// <summary>Nothing goes wrong any more: within two runs everything is there.</summary>
    private async Task FinishAsync(string because)
    {
        rig.Server.Behave();
        for (var run = 0; run < 2; run++)
            if (await RunAsync(batchSize: 3) is { } failure)
                Assert.Fail($"Nothing goes wrong any more ({because}), and still the run fails: {failure}");
        AssertWhole(because);
    }

    private void AssertWhole(string because)
    {
        foreach (var row in rig.Table.ByKey())
        {
            Assert.True(_held.TryGetValue(row.Key, out var json), $"{row.Key} is lost: {because}.");
            using var held = JsonDocument.Parse(json!);
            Assert.True(held.RootElement.GetProperty("version").GetInt32() == row.Version, $"A change of {row.Key} is lost: {because}.");
        }
    }

    /// <summary>A run as the hub does it: what a batch brings is kept together with its checkpoint. Gives what the run failed with.</summary>
    private async Task<Exception?> RunAsync(int batchSize = 2, Func<bool>? before = null, int batches = int.MaxValue)
    {
        try
        {
            await using var source = await rig.OpenAsync(_services.Services);
            await foreach (var batch in source.ReadAsync(new(rig.Entity, _at, batchSize), CancellationToken.None))
            {
                foreach (var record in batch.Records)
                    if (record.Change == ChangeKind.Deleted)
                        _held.Remove(record.Key);
                    else
                        _held[record.Key] = Encoding.UTF8.GetString(record.Json.Span);
                _at = batch.Next;
                before?.Invoke();
                if (--batches == 0)
                    return null;
            }

            return null;
        }
        catch (ConnectorException failure)
        {
            return failure;
        }
    }
}
