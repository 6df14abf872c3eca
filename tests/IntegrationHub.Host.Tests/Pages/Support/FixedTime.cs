namespace IntegrationHub.Host.Tests.Pages.Support;

/// <summary>It is noon (UTC) of 6 May 2026, always.</summary>
internal sealed class FixedTime : TimeProvider
{
    internal static readonly DateTimeOffset Now = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);
    internal static readonly DateOnly Today = new(2026, 5, 6);

    public override DateTimeOffset GetUtcNow() => Now;
}
