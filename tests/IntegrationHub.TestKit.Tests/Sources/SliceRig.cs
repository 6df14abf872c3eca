using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>Eight records with a date and a company, one without both and one deleted, read in slices, in parts, and counted.</summary>
internal sealed class SliceRig(SliceFault fault = SliceFault.None) : ISlicedSourceRig, ITimedSourceRig
{
    private readonly List<SliceRow> _rows = [.. Enumerable.Range(1, 8).Select(number => new SliceRow($"T-{number}",
        number == 8 ? null : new DateOnly(2030, 1, number), number == 8 ? null : number % 2 == 0 ? "even" : "odd", number * 1.25m, IsDeleted: number == 7))];

    public string Entity => "things";
    public IReadOnlyList<string> Keys => [.. _rows.Select(row => row.Key)];
    public IReadOnlyList<string> Confidential => ["s3cret"];

    public IReadOnlyList<SliceSample> Slices { get; } =
    [
        new(new Slice(Keys: ["T-2", "T-5"]), ["T-2", "T-5"]),
        new(new Slice(From: new(2030, 1, 2), To: new(2030, 1, 4)), ["T-2", "T-3", "T-4"]),
        new(new Slice(To: new(2030, 1, 2)), ["T-1", "T-2", "T-8"]),
        new(new Slice(Company: "odd"), ["T-1", "T-3", "T-5", "T-7"]),
    ];

    public Task<ISource> OpenAsync(ConnectorServices services) => Task.FromResult<ISource>(new SliceSource(_rows, fault));

    public Task PutAsync(string key, DateTimeOffset changedAt)
    {
        _rows.Add(new SliceRow(key, DateOnly.FromDateTime(changedAt.UtcDateTime), "odd", 1, false));
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal sealed record SliceRow(string Key, DateOnly? Day, string? Company, decimal Amount, bool IsDeleted);
