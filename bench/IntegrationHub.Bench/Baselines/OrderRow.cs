namespace IntegrationHub.Bench.Baselines;

/// <summary>What the canonical model holds of an order from this source, as a hand-written import would carry it. Used again for the next order.</summary>
internal sealed class OrderRow
{
    public string Id { get; set; } = "";
    public string CustomerId { get; set; } = "";
    public string? Status { get; set; }
    public string Currency { get; set; } = "";
    public string? Reference { get; set; }
    public string? Organization { get; set; }
    public string? PaymentTerms { get; set; }
    public DateOnly OrderedOn { get; set; }
    public DateOnly RequestedOn { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
    public decimal Net { get; set; }
    public List<OrderLineRow> Lines { get; } = [];

    /// <summary>The order's own JSON in the page: where it begins and ends.</summary>
    public (int Start, int End) Raw { get; set; }
}

internal struct OrderLineRow
{
    public string Number { get; set; }
    public string ProductId { get; set; }
    public string? Description { get; set; }
    public string Unit { get; set; }
    public decimal Quantity { get; set; }
    public decimal Allocated { get; set; }
    public decimal Net { get; set; }
}
