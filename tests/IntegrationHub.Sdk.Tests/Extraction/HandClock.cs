namespace IntegrationHub.Sdk.Tests.Extraction;

/// <summary>A clock that stands still until somebody moves it.</summary>
internal sealed class HandClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}
