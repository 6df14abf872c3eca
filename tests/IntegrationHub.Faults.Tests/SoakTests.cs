namespace IntegrationHub.Faults.Tests;

/// <summary>The soak in small; <c>bench/faults.sh</c> is the whole.</summary>
public sealed class SoakTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Two_thousand_faults_lose_double_and_delete_nothing()
    {
        var soak = await Soak.RunAsync(faults: 2_000, seed: 20261127, atOnce: 4, perWorld: 170, only: "", done: _ => { });

        soak.Worlds.SelectMany(world => world.Findings.Select(finding => $"{world.Name} ({world.Kind}): {finding.What} {finding.Key}: {finding.How}\n{string.Join('\n', finding.History)}")).ShouldBeEmpty();
        soak.Worlds.Sum(world => world.Injected).ShouldBeGreaterThanOrEqualTo(2_000);
        soak.Worlds.Select(world => world.Kind).Distinct().Count().ShouldBe(WorldKind.All.Count);
        soak.Worlds.Sum(world => world.Kills).ShouldBeGreaterThan(5);
        (soak.Worlds.Sum(world => world.Deliveries), soak.Worlds.Sum(world => world.AnswersLost)).ShouldSatisfyAllConditions(both => both.Item1.ShouldBeGreaterThan(500), both => both.Item2.ShouldBeGreaterThan(100));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_same_seed_is_the_same_life_whatever_lives_beside_it()
    {
        var first = await Soak.RunAsync(faults: 240, seed: 5, atOnce: 4, perWorld: 20, only: "", done: _ => { });
        var second = await Soak.RunAsync(faults: 240, seed: 5, atOnce: 1, perWorld: 20, only: "", done: _ => { });

        Read(second).ShouldBe(Read(first));
    }

    /// <summary>Of worlds that are delivered to, only what is planned follows from the seed: requests go out side by side.</summary>
    private static IEnumerable<string> Read(SoakResult soak) => soak.Worlds.Where(world => !world.Kind.StartsWith("delivery", StringComparison.Ordinal)).Select(Life);

    private static string Life(WorldResult world) =>
        $"{world.Name} {world.Kind}: runs {world.Runs}, requests {world.Requests}, changes {world.Changes}, {string.Join(", ", world.Outcomes)}, {string.Join(", ", world.Faults.OrderBy(pair => pair.Key))}";
}
