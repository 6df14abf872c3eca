using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Canonical;

/// <summary>An invoice or credit note (請求). <see cref="Open"/> is what is still to be paid: the open item.</summary>
public sealed record Invoice : CanonicalRecord
{
    public required string Number { get; init; }
    public DateOnly? IssuedOn { get; init; }
    public DateOnly? DueOn { get; init; }
    public Money? Net { get; init; }
    public Money? Tax { get; init; }
    public Money? Gross { get; init; }

    /// <summary>What is taxed at which rate, one entry for each: Japan's qualified invoices state the totals per rate.</summary>
    public IReadOnlyList<TaxLine>? Taxes { get; init; }

    public Money? Open { get; init; }
    public bool? CreditNote { get; init; }
    public RecordKey? Customer { get; init; }
    public RecordKey? Order { get; init; }
    public IReadOnlyList<InvoiceLine>? Lines { get; init; }

    [JsonIgnore]
    public override EntityKind Kind => EntityKind.Invoice;

    [JsonIgnore]
    public override IEnumerable<RecordKey> Parents => Refs.Of(Customer, Order);
}

/// <summary>One line of an invoice.</summary>
public sealed record InvoiceLine
{
    public required string Number { get; init; }
    public RecordKey? Product { get; init; }
    public string? Description { get; init; }
    public Quantity? Quantity { get; init; }
    public Money? Net { get; init; }
}
