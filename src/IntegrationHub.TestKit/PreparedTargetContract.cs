using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>What a target with <see cref="ITargetSetup"/> owes the hub. Derived and rigged as <see cref="TargetContract"/> is.</summary>
/// <param name="rig">The rig; the contract starts and disposes it. xunit makes a new one for each fact.</param>
public abstract class PreparedTargetContract(IPreparedTargetRig rig) : IAsyncLifetime
{
    private readonly OpenedTarget<ITargetSetup> _target = new(rig);

    /// <inheritdoc/>
    public Task InitializeAsync() => rig.StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _target.DisposeAsync();
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task The_object_is_described_with_the_fields_that_a_delivery_sets()
    {
        var found = Assert.IsType<TargetObject>(await DescribeAsync(rig.Entity));

        foreach (var (name, _) in rig.Fields(1, version: 1))
            Assert.True(Assert.Single(found.Fields, field => field.Name == name).Writable, $"'{name}' is written by deliveries.");
        if (_target.Ability.ExternalKeyField(rig.Entity) is { } key)
            Assert.Equal(rig.KeepsKeysUnique ? true : null, Assert.Single(found.Fields, field => field.Name == key).Unique);   // it bears the external key
    }

    [Fact]
    public async Task An_object_that_is_not_there_is_none() => Assert.Null(await DescribeAsync(rig.UnknownEntity));

    [Fact]
    public async Task What_is_missing_is_made_or_told()
    {
        Assert.DoesNotContain((await DescribeAsync(rig.Entity))!.Fields, field => rig.Missing.Any(missing => missing.Name == field.Name));

        for (var time = 1; time <= 2; time++)   // twice: what is there already does no harm
        {
            var steps = await _target.Ability.PrepareAsync(rig.Entity, rig.Missing, CancellationToken.None);
            var there = (await DescribeAsync(rig.Entity))!.Fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
            var left = rig.Missing.Where(field => !there.Contains(field.Name)).ToList();
            if (left.Count == 0)
                Assert.Equal(there.Count, (await DescribeAsync(rig.Entity))!.Fields.Count);
            Assert.All(left, field => Assert.Contains(steps, step => step.Contains(field.Name, StringComparison.Ordinal)));
        }
    }

    private Task<TargetObject?> DescribeAsync(string entity) => _target.Ability.DescribeAsync(entity, CancellationToken.None);
}
