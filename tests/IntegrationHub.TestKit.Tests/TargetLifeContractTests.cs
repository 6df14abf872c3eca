namespace IntegrationHub.TestKit.Tests;

/// <summary>The story is worth something only if it ends badly when it should.</summary>
public sealed class TargetLifeContractTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public Task A_sound_target_passes(int seed) => RunAsync(TargetFlaw.None, seed);

    [Theory]
    [InlineData(TargetFlaw.AlwaysCreates)]
    [InlineData(TargetFlaw.CreatesWhatMayExist)]
    [InlineData(TargetFlaw.TakesNonsenseForSuccess)]
    [InlineData(TargetFlaw.TakesBusyForARefusal)]
    [InlineData(TargetFlaw.NeverChangesWhatIsThere)]
    [InlineData(TargetFlaw.NeverDeletes)]
    public Task A_broken_target_is_caught(TargetFlaw flaw) => Should.ThrowAsync<Exception>(() => RunAsync(flaw, seed: 1));

    private static async Task RunAsync(TargetFlaw flaw, int seed)
    {
        var contract = new PretendLife(new PretendRig(flaw));
        await contract.InitializeAsync();
        try
        {
            await contract.A_random_life_with_random_faults_loses_nothing_and_doubles_nothing(seed);
        }
        finally
        {
            await contract.DisposeAsync();
        }
    }

    private sealed class PretendLife(ITargetRig rig) : TargetLifeContract(rig);
}
