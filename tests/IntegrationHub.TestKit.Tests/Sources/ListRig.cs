using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>Seven records in memory, read by a source that is sound or broken on purpose.</summary>
internal sealed class ListRig(ListFault fault = ListFault.None) : ISourceRig
{
    private int _opened;

    public string Entity => "Things";
    public IReadOnlyList<string> Keys { get; } = [.. Enumerable.Range(1, 7).Select(number => $"T-{number}")];
    public IReadOnlyList<string> Confidential => ["s3cret"];

    public Task<ISource> OpenAsync(ConnectorServices services) => Task.FromResult<ISource>(new ListSource(Keys, services, fault, ++_opened));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
