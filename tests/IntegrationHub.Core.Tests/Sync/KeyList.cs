using System.Runtime.CompilerServices;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Tests.Sync;

/// <summary>A source that lists its keys, two at a time.</summary>
internal sealed class KeyList(IEnumerable<string> keys) : IKeyListing
{
    /// <summary>Throws this in place of the rest once so many were listed.</summary>
    public (int After, Exception Failure)? Fails { get; init; }

    /// <summary>Is awaited before each list.</summary>
    public Func<Task> Meanwhile { get; init; } = () => Task.CompletedTask;

    public async IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        entity.ShouldBe("Orders");
        var listed = 0;
        foreach (var two in keys.Chunk(2))
        {
            await Meanwhile();
            if (Fails is { } fails && listed >= fails.After)
                throw fails.Failure;
            yield return two;
            listed += two.Length;
        }
    }
}
