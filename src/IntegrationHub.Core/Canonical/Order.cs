using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Canonical;

/// <summary>How far an order has come.</summary>
public enum OrderStatus
{
    Open,
    Partial,
    Done,
    Cancelled,
}

/// <summary>A sales order (受注).</summary>
public sealed record Order : CanonicalRecord
{
    public required string Number { get; init; }
    public DateOnly? OrderedOn { get; init; }
    public DateOnly? RequestedOn { get; init; }
    public OrderStatus? Status { get; init; }
    public string? Currency { get; init; }
    public Money? Net { get; init; }
    public Money? Tax { get; init; }
    public Money? Gross { get; init; }

    /// <summary>What is taxed at which rate, one entry for each: Japan's qualified invoices state the totals per rate.</summary>
    public IReadOnlyList<TaxLine>? Taxes { get; init; }

    public RecordKey? Customer { get; init; }
    public RecordKey? Contact { get; init; }
    public IReadOnlyList<OrderLine>? Lines { get; init; }

    [JsonIgnore]
    public override EntityKind Kind => EntityKind.Order;

    [JsonIgnore]
    public override IEnumerable<RecordKey> Parents => Refs.Of(Customer, Contact);
}

/// <summary>One line of an order.</summary>
public sealed record OrderLine
{
    public required string Number { get; init; }
    public RecordKey? Product { get; init; }
    public string? Description { get; init; }
    public Quantity? Quantity { get; init; }
    public Money? UnitPrice { get; init; }
    public Money? Net { get; init; }
    public DateOnly? RequestedOn { get; init; }

    /// <summary>Allocated to this order from stock (引当).</summary>
    public Quantity? Allocated { get; init; }

    public Quantity? Shipped { get; init; }
    public Quantity? Cancelled { get; init; }
}
