using System.Collections.Concurrent;
using System.Diagnostics;
using IntegrationHub.Core.Store;
using IntegrationHub.Testing;

namespace IntegrationHub.Faults;

/// <summary>Worlds of all kinds, some at once, until so many faults were injected.</summary>
internal static class Soak
{
    /// <param name="faults">At least so many are injected in all.</param>
    /// <param name="seed">All that happens follows from it.</param>
    /// <param name="atOnce">So many worlds live at the same time; what happens in them does not depend on it.</param>
    /// <param name="perWorld">So many faults before a world is judged.</param>
    /// <param name="only">Only kinds whose name has this in it.</param>
    public static async Task<SoakResult> RunAsync(int faults, int seed, int atOnce, int perWorld, string only, Action<WorldResult> done)
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        await using var hub = HubDatabase.Open(database.ConnectionString);
        var kinds = WorldKind.All.Where(kind => kind.Name.Contains(only, StringComparison.Ordinal)).ToList();
        var worlds = Math.Max(kinds.Count, (faults + perWorld - 1) / perWorld);
        var results = new ConcurrentBag<WorldResult>();
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, worlds, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (number, _) =>
        {
            var kind = kinds[number % kinds.Count];
            var result = await kind.LiveAsync(kind, number, Seeds.Of(seed, number), Math.Max(1, (faults + worlds - 1) / worlds), database.ConnectionString, hub);
            results.Add(result);
            done(result);
        });
        return new SoakResult([.. results.OrderBy(result => result.Name.Length).ThenBy(result => result.Name, StringComparer.Ordinal)], clock.Elapsed);
    }
}

/// <summary>What happened in all worlds.</summary>
internal sealed record SoakResult(IReadOnlyList<WorldResult> Worlds, TimeSpan Took)
{
    public IEnumerable<Finding> Findings => Worlds.SelectMany(world => world.Findings);
}
