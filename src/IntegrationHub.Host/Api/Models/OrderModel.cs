using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Host.Api.Models;

/// <summary>An order with what became of it.</summary>
public sealed record OrderModel
{
    public OriginModel Origin { get; init; } = new();
    public string Number { get; init; } = "";
    public DateOnly? OrderedOn { get; init; }
    public DateOnly? RequestedOn { get; init; }
    public OrderStatus? Status { get; init; }
    public Money? Net { get; init; }
    public Money? Tax { get; init; }
    public Money? Gross { get; init; }

    /// <summary>What is taxed at which rate.</summary>
    public IReadOnlyList<TaxLine> Taxes { get; init; } = [];

    public IReadOnlyList<OrderLineModel> Lines { get; init; } = [];
    public IReadOnlyList<ShipmentModel> Shipments { get; init; } = [];
    public IReadOnlyList<InvoiceModel> Invoices { get; init; } = [];
}

/// <summary>One line of an order.</summary>
public sealed record OrderLineModel
{
    public string Number { get; init; } = "";
    public string? Product { get; init; }
    public string? Description { get; init; }
    public Quantity? Quantity { get; init; }
    public Money? UnitPrice { get; init; }
    public Money? Net { get; init; }
    public Quantity? Allocated { get; init; }
    public Quantity? Shipped { get; init; }
    public Quantity? Cancelled { get; init; }
}

/// <summary>A shipment of the order.</summary>
public sealed record ShipmentModel
{
    public OriginModel Origin { get; init; } = new();
    public string Number { get; init; } = "";
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    public ShipmentStatus? Status { get; init; }
    public DateTimeOffset? ShippedAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
}

/// <summary>An invoice of the order, with its payments.</summary>
public sealed record InvoiceModel
{
    public OriginModel Origin { get; init; } = new();
    public string Number { get; init; } = "";
    public DateOnly? IssuedOn { get; init; }
    public DateOnly? DueOn { get; init; }
    public Money? Gross { get; init; }

    /// <summary>What is taxed at which rate.</summary>
    public IReadOnlyList<TaxLine> Taxes { get; init; } = [];

    public Money? Open { get; init; }
    public bool? CreditNote { get; init; }
    public IReadOnlyList<PaymentModel> Payments { get; init; } = [];
}

/// <summary>A payment of the invoice.</summary>
public sealed record PaymentModel
{
    public OriginModel Origin { get; init; } = new();
    public string Number { get; init; } = "";
    public DateOnly? ReceivedOn { get; init; }
    public Money? Amount { get; init; }
    public string? Method { get; init; }
}
