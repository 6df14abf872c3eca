namespace IntegrationHub.Core.Quota;

/// <summary>How an account stands, for people.</summary>
public sealed record AccountQuota
{
    /// <summary>Its name.</summary>
    public required string Account { get; init; }

    /// <summary>The connections that use it.</summary>
    public required IReadOnlyList<string> Connections { get; init; }

    /// <summary>Calls a day; null: nobody has named a limit.</summary>
    public required long? Limit { get; init; }

    /// <summary>The hub stops at so many, and leaves the rest to people.</summary>
    public required long? Stop { get; init; }

    /// <summary>Used so far this day, by whomever.</summary>
    public required long Used { get; init; }

    /// <summary>Of these, not by the hub, as far as the vendor tells.</summary>
    public required long Others { get; init; }

    /// <summary>When the count begins anew.</summary>
    public required DateTimeOffset ResetsAt { get; init; }

    /// <summary>At the pace so far the hub will have to stop then; null: what is left is enough until the reset.</summary>
    public required DateTimeOffset? ExhaustedAt { get; init; }

    /// <summary>The vendor asked to wait.</summary>
    public required DateTimeOffset? BlockedUntil { get; init; }

    internal static AccountQuota Of(QuotaLimits limits, IReadOnlyList<string> connections, QuotaState? kept, DateTimeOffset now)
    {
        var state = (kept ?? QuotaState.New(limits, now)).At(now, limits);
        return new AccountQuota
        {
            Account = limits.Account,
            Connections = connections,
            Limit = state.Limit(limits),
            Stop = state.Stop(limits),
            Used = state.Used,
            Others = state.Others,
            ResetsAt = state.EndsAt,
            ExhaustedAt = state.ExhaustedAt(limits, now),
            BlockedUntil = state.BlockedUntil > now ? state.BlockedUntil : null,
        };
    }
}
