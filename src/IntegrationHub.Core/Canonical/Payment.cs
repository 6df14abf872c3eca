using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Canonical;

/// <summary>An incoming payment (入金) and the invoices it was applied to (消込).</summary>
public sealed record Payment : CanonicalRecord
{
    public required string Number { get; init; }
    public DateOnly? ReceivedOn { get; init; }
    public Money? Amount { get; init; }
    public string? Method { get; init; }
    public RecordKey? Customer { get; init; }

    /// <summary>The invoice it pays, or the first of several.</summary>
    public RecordKey? Invoice { get; init; }

    public IReadOnlyList<PaymentApplication>? Applied { get; init; }

    [JsonIgnore]
    public override EntityKind Kind => EntityKind.Payment;

    [JsonIgnore]
    public override IEnumerable<RecordKey> Parents => Refs.Of(Customer, Invoice);
}

/// <summary>How much of a payment went to which invoice.</summary>
public sealed record PaymentApplication
{
    public required RecordKey Invoice { get; init; }
    public Money? Amount { get; init; }
}
