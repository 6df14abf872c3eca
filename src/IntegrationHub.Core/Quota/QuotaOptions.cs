using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Core.Quota;

/// <summary>How many calls the account at the other side has, for all jobs and hosts together. What the vendor says in headers of its answers counts, too.</summary>
public sealed class QuotaOptions : IValidatableObject
{
    /// <summary>Connections with the same account share its calls. Left out: the connection's name.</summary>
    public string? Account { get; set; }

    /// <summary>So many calls a day; 0: as many as the vendor says, if it says so.</summary>
    [Range(0, 1_000_000_000)]
    public long PerDay { get; set; }

    /// <summary>IANA zone in which the vendor's day begins at midnight.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>So many calls within <see cref="WindowSeconds"/>, wherever the window begins; 0: no such limit.</summary>
    [Range(0, 10_000_000)]
    public int PerWindow { get; set; }

    /// <summary>The short limit's seconds.</summary>
    [Range(1, 3600)]
    public int WindowSeconds { get; set; } = 60;

    /// <summary>The hub leaves this share of the day's calls to people and other programs.</summary>
    [Range(0, 95)]
    public int ReservePercent { get; set; } = 10;

    /// <summary>Headers of a vendor that the hub does not know; left out: the usual ones.</summary>
    public QuotaHeaderOptions Headers { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new($"there is no time zone '{TimeZone}' on this machine; use an IANA name such as Asia/Tokyo or UTC", [nameof(TimeZone)]);
    }
}

/// <summary>Where a vendor says how many of the day's calls are left.</summary>
public sealed class QuotaHeaderOptions
{
    /// <summary>The header with the day's limit.</summary>
    public string? DayLimit { get; set; }

    /// <summary>The header with what is left of it.</summary>
    public string? DayRemaining { get; set; }
}
