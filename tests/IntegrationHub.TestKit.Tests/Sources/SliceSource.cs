using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>
/// Reads rows in the order they came, whole or in slices; its position is whose it is, and the number of rows given. With a fault, it breaks a contract in that one
/// way.
/// </summary>
internal sealed class SliceSource(List<SliceRow> rows, SliceFault fault) : ISource, ICommitAware, IPartitionedSource, ICountedSource
{
    private static int _counted;

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        Know(request.Entity);
        var (who, at) = (request.Slice is { } slice ? $"{slice.Keys?.Count} {slice}" : "live", 0);
        if (request.After?.Value.Split('|') is [var whose, var given] && (whose == who || fault == SliceFault.TakesAnyPosition))
            at = int.Parse(given, CultureInfo.InvariantCulture);
        else if (request.After is not null && !request.After.Value.Contains('|', StringComparison.Ordinal))
            throw new ProtocolException("This is no position of this source.");
        if (fault == SliceFault.SkipsARecordWhenResumed && request.Slice is not null && at > 0)
            at++;
        var found = Found(request.Slice);
        if (fault == SliceFault.BeginsAgainAtTheEnd && request.Slice is not null && at == found.Count)
            at = 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var some = found.Skip(at).Take(fault == SliceFault.IgnoresTheBatchSize ? 1000 : request.BatchSize).ToList();
            at += some.Count;
            yield return new([.. some.Select(row => new SourceRecord(row.Key, row.IsDeleted ? ChangeKind.Deleted : ChangeKind.Upserted, Json(row, request.Slice)))], new($"{who}|{at}"));
        }
        while (at < found.Count);
    }

    public Task CommittedAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        if (fault == SliceFault.ForgetsWhatASliceCommitted && !checkpoint.Value.StartsWith("live", StringComparison.Ordinal))
            rows.RemoveAt(rows.Count - 1);
        return Task.CompletedTask;
    }

    public Task<Partitions> PartitionAsync(ReadRequest request, int wanted, CancellationToken cancellationToken)
    {
        Know(request.Entity);
        var parts = fault switch
        {
            SliceFault.IgnoresHowManyAreWanted => 4,
            SliceFault.NeverCuts => 1,
            _ => Math.Min(wanted, rows.Count),
        };
        var keys = rows.Select(row => row.Key).Order(StringComparer.Ordinal).ToList();
        List<string?> cuts = [.. Enumerable.Range(1, parts - 1).Select(part => keys[part * keys.Count / parts])];
        var slices = cuts.Prepend(fault == SliceFault.ClosesTheOuterRanges ? keys[1] : null).Zip(cuts.Append(null), (from, before) => new KeyRange(
            from, fault == SliceFault.CutsSoThatPartsOverlap && before is not null ? before + "0" : before));
        return Task.FromResult(new Partitions([.. slices.Select(range => new Slice { Range = range })], new(fault switch
        {
            SliceFault.ResumesTooLate => "live|1000",
            SliceFault.ResumesAtAnotherCursorsPosition => "page 1",
            _ => $"live|{rows.Count}",
        })));
    }

    public CountAbility CountsOf(string entity)
    {
        Know(entity);
        return new([CountBy.Entity, CountBy.Company, CountBy.Day], SliceKinds.Keys | SliceKinds.Dates | SliceKinds.Company) { Sums = ["amount"] };
    }

    public Task<IReadOnlyList<SourceCount>> CountAsync(CountRequest request, CancellationToken cancellationToken)
    {
        if (fault != SliceFault.CountsAlthoughCancelled)
            cancellationToken.ThrowIfCancellationRequested();
        Know(request.Entity);
        var living = Found(fault == SliceFault.CountsTheWholeForASlice ? null : request.Slice).Where(row => !row.IsDeleted || fault == SliceFault.CountsWhatIsDeleted);
        IReadOnlyList<SourceCount> counts = [.. living
            .GroupBy(row => request.By switch { CountBy.Company => row.Company, CountBy.Day => row.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), _ => null })
            .Select(part => new SourceCount(part.Key, part.Count() - (fault == SliceFault.CountsOneTooFew ? 1 : 0))
            {
                Sums = new Dictionary<string, decimal> { ["amount"] = part.Sum(row => row.Amount) * (fault == SliceFault.AddsUpOneFieldTwice ? 2 : 1) },
            })];
        return Task.FromResult(counts);
    }

    public CountedRecord Counted(string entity, ReadOnlyMemory<byte> json) => new CountedFields { Company = "company", Day = "day", Sums = ["amount"] }.Of(json) switch
    {
        var counted when fault == SliceFault.ChangesItsMind => counted with { Company = $"{Interlocked.Increment(ref _counted)}" },
        var counted when fault == SliceFault.AddsUpWhatItDoesNotName => counted with { Sums = new Dictionary<string, decimal> { ["tax"] = 1 } },
        var counted => counted,
    };

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Know(string entity)
    {
        if (entity != "things" && fault != SliceFault.TakesAnyEntity)
            throw new SetupException($"There is no entity '{entity}'.");
    }

    private List<SliceRow> Found(Slice? slice)
    {
        if (slice is null)
            return rows;
        if (slice.Kinds == SliceKinds.None && fault == SliceFault.TakesNothingSetForNothing)
            return [];
        var found = fault == SliceFault.GivesAKeyAsOftenAsItIsAskedFor && slice.Keys is not null
            ? slice.Keys.SelectMany(key => rows.Where(row => row.Key == key))
            : rows.Where(row => slice.Keys?.Contains(row.Key) != false);
        return [.. found.Where(row => (slice.Company is null || row.Company == slice.Company) && IsWithin(slice, row.Day)
            && (slice.Range?.From is not { } from || string.CompareOrdinal(row.Key, from) >= 0) && (slice.Range?.Before is not { } before || string.CompareOrdinal(row.Key, before) < 0))];
    }

    private bool IsWithin(Slice slice, DateOnly? day) => day is null
        ? slice.From is null && (slice.To is null || fault != SliceFault.ForgetsRecordsWithoutADate)
        : (slice.From is null || day >= slice.From) && (slice.To is null || (fault == SliceFault.OverlooksTheLastDay ? day < slice.To : day <= slice.To));

    private byte[] Json(SliceRow row, Slice? slice) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""{"key":"{{row.Key}}","day":{{(row.Day is { } day ? $"\"{day:yyyy-MM-dd}\"" : "null")}},"company":{{(row.Company is { } company ? $"\"{company}\"" : "null")}},"amount":{{row.Amount}}{{(
            slice is not null && fault == SliceFault.WritesSlicesInAnotherWay ? ",\"sliced\":true" : "")}}}"""));
}
