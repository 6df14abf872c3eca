namespace IntegrationHub.Core.Store;

/// <summary>How far a target has a sync's records.</summary>
/// <param name="Target">The target.</param>
/// <param name="Records">Living records the hub holds for it.</param>
/// <param name="Delivered">Of these, those it acknowledged in their present version.</param>
public sealed record TargetStand(string Target, long Records, long Delivered)
{
    /// <summary>Of these, those that are marked: on their way.</summary>
    public long Marked { get; init; }

    /// <summary>Of these, those it refuses: parked.</summary>
    public long Refused { get; init; }

    /// <summary>What it says itself; null: it was not asked, and what it acknowledged counts.</summary>
    public TargetComparison? Listed { get; init; }

    /// <summary>Why it was not asked; null: it was.</summary>
    public NotListed? NotListed { get; init; }

    /// <summary>The failure, when <see cref="NotListed"/> says that there was one.</summary>
    public string? Problem { get; init; }

    /// <summary>So many records were marked again because they are missing there.</summary>
    public long MarkedAgain { get; init; }

    /// <summary>Whether it shows what it acknowledged; null: it was not asked.</summary>
    public bool? Agrees => Listed is { } listed ? listed.Missing.Count + listed.Extra.Count == 0 : null;
}

/// <summary>Why a target was not asked what it has.</summary>
public enum NotListed
{
    /// <summary>Its connector cannot list.</summary>
    CannotList,

    /// <summary>Nobody wanted it: too much was still on its way.</summary>
    TooEarly,

    /// <summary>It failed, or gave only part.</summary>
    Failed,
}
