using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Sdk.Tests.Extraction;

/// <summary>
/// Random lives of an outside system, read by a hub that is killed now and then. Whatever happened, once the system is quiet the hub holds
/// exactly what it has.
/// </summary>
public sealed class WalkTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task By_time_nothing_is_ever_lost(int seed) => WalkAsync(seed, (erp, random) =>
    {
        var paging = random.Next(2) == 0 ? Paging.Keyset : Paging.Unstable;
        return new TimeCursor(paging == Paging.Keyset ? erp.ByTime : erp.ByOffset, new StampFormat(), erp.Clock) { Paging = paging }.ReadAsync;
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Without_a_cursor_nothing_is_ever_lost(int seed) => WalkAsync(seed, (erp, random) => new FullCursor(erp.ByKey, Paging.Keyset).ReadAsync);

    private static async Task WalkAsync(int seed, Func<Erp, Random, Func<ReadRequest, CancellationToken, IAsyncEnumerable<SourceBatch>>> make)
    {
        var random = new Random(seed);
        var erp = new Erp { MostPerPage = random.Next(1, 6) };
        var skew = TimeSpan.FromMinutes(random.Next(-300, 300));
        var read = make(erp, random);
        erp.Before = _ => Live(erp, random, skew);
        for (var run = 0; run < 30; run++)
        {
            try
            {
                await erp.RunAsync(read, batchSize: random.Next(1, 5), batches: random.Next(1, 30));
            }
            catch (TransientException)
            {
                // shifted too often: the next run begins again
            }
        }

        erp.Before = _ => { };
        erp.Table.Commit();
        for (var run = 0; run < 2; run++)   // ends what is under way, then looks from its beginning
            await erp.RunAsync(read);
        erp.ShouldBeWhole($"(seed {seed})");
    }

    private static void Live(Erp erp, Random random, TimeSpan skew)
    {
        erp.Clock.Now += TimeSpan.FromSeconds(random.Next(0, 90));
        var now = erp.Clock.Now + skew;
        if (random.Next(3) == 0)
            erp.Table.Commit();
        for (var i = random.Next(0, 3); i > 0; i--)
        {
            var key = $"T-{random.Next(60):00}";
            switch (random.Next(5))
            {
                case 0: erp.Table.Remove(key); break;
                case 1 when erp.Table.OpenSince is null: erp.Table.PutUncommitted(key, now); break;
                default: erp.Table.Put(key, random.Next(2) == 0 ? now : Whole(now)); break;
            }
        }

        if (erp.Table.OpenSince is { } since && now - since > TimeSpan.FromMinutes(3))
            erp.Table.Commit();
    }

    /// <summary>Many records of one stamp.</summary>
    private static DateTimeOffset Whole(DateTimeOffset now) => new(now.Ticks - now.Ticks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
