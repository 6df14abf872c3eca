using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>Reads a list. Its checkpoint is the number of records given. With a fault, it breaks the contract in that one way.</summary>
internal sealed class ListSource(IReadOnlyList<string> keys, ConnectorServices services, ListFault fault, int opened) : ISource
{
    public Task CheckAsync(CancellationToken cancellationToken)
    {
        if (fault == ListFault.CannotBeChecked)
            throw new TransientException("It is never there.");
        if (fault == ListFault.TellsTheSecretInTheLog)
            services.Log.LogInformation("Signed in with {Password}", "s3cret");
        if (fault != ListFault.ChecksAlthoughCancelled)
            cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Entity != "Things" && fault != ListFault.TakesAnyEntity)
            throw new SetupException($"There is no entity '{request.Entity}'{(fault == ListFault.TellsTheSecretInAMessage ? " for the password s3cret" : "")}.");
        if (request.Slice is not null && fault != ListFault.OverlooksTheSlice)
            throw new SetupException("A list cannot be read in part.");
        if (fault == ListFault.SpeaksHttp)
            using (await services.Http.GetAsync(new Uri("http://127.0.0.1:9/"), cancellationToken).ContinueWith(_ => new HttpResponseMessage(), TaskScheduler.Default))
                await Task.Yield();

        var at = request.After is null ? 0 : int.Parse(request.After.Value.Split(' ')[0], CultureInfo.InvariantCulture);
        if (at > 0 && fault == ListFault.SkipsARecordWhenResumed)
            at++;
        var end = fault == ListFault.SkipsTheLastRecord ? keys.Count - 1 : keys.Count;
        while (at < end)
        {
            if (fault == ListFault.IsSlowToCancel && cancellationToken.IsCancellationRequested)
                await Task.Delay(TimeSpan.FromSeconds(1.2), CancellationToken.None);
            if (fault != ListFault.IgnoresCancelling)
                cancellationToken.ThrowIfCancellationRequested();
            var size = fault == ListFault.IgnoresTheBatchSize ? 4 : request.BatchSize;
            var batch = keys.Skip(at).Take(Math.Min(size, end - at)).Select(ToRecord).ToList();
            if (fault == ListFault.GivesAKeyTwice && at == 0)
                batch[^1] = ToRecord(keys[^1]);
            at += batch.Count;
            yield return new(batch, CheckpointAt(at)) { Broken = fault == ListFault.TellsTheSecretInABrokenPiece ? [new("line 1", "the name s3cret has no quote", default)] : [] };
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private SourceRecord ToRecord(string key)
    {
        var json = fault switch
        {
            ListFault.GivesAnArray => $"""["{key}"]""",
            ListFault.NumbersItsReads => $$"""{"key":"{{key}}","read":{{opened}}}""",
            _ => $$"""{"key":"{{key}}"}""",
        };
        return new(fault == ListFault.GivesAnEmptyKey && key == "T-3" ? "" : key, ChangeKind.Upserted, Encoding.UTF8.GetBytes(json));
    }

    private Checkpoint CheckpointAt(int at) => new(fault switch
    {
        ListFault.LeavesTheCheckpoint => "0",
        ListFault.WritesLongCheckpoints => $"{at} {new string('x', 5000)}",
        ListFault.TellsTheSecretInACheckpoint => $"{at} s3cret",
        _ => at.ToString(CultureInfo.InvariantCulture),
    });
}
