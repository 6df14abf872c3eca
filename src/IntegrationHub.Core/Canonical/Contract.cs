using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Canonical;

/// <summary>State of a contract.</summary>
public enum ContractStatus
{
    Draft,
    Active,
    Ended,
    Cancelled,
}

/// <summary>A contract or subscription (契約).</summary>
public sealed record Contract : CanonicalRecord
{
    public required string Number { get; init; }
    public string? ContractKind { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
    public bool? AutoRenew { get; init; }

    /// <summary>Notice to be given, in days before <see cref="EndsOn"/>.</summary>
    public int? NoticeDays { get; init; }

    public Money? Value { get; init; }
    public string? BillingPeriod { get; init; }
    public ContractStatus? Status { get; init; }
    public RecordKey? Customer { get; init; }
    public RecordKey? Contact { get; init; }
    public IReadOnlyList<ContractLine>? Lines { get; init; }

    [JsonIgnore]
    public override EntityKind Kind => EntityKind.Contract;

    [JsonIgnore]
    public override IEnumerable<RecordKey> Parents => Refs.Of(Customer, Contact);
}

/// <summary>One line of a contract.</summary>
public sealed record ContractLine
{
    public required string Number { get; init; }
    public RecordKey? Product { get; init; }
    public string? Description { get; init; }
    public Quantity? Quantity { get; init; }
    public Money? Value { get; init; }
}
