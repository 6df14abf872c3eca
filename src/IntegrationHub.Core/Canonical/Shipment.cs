using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Canonical;

/// <summary>How far a shipment has come.</summary>
public enum ShipmentStatus
{
    Planned,
    Shipped,
    Delivered,
    Cancelled,
}

/// <summary>An outbound delivery (出荷).</summary>
public sealed record Shipment : CanonicalRecord
{
    public required string Number { get; init; }
    public string? Carrier { get; init; }
    public string? TrackingNumber { get; init; }
    public DateOnly? PlannedOn { get; init; }
    public DateTimeOffset? ShippedAt { get; init; }
    public DateTimeOffset? DeliveredAt { get; init; }
    public ShipmentStatus? Status { get; init; }
    public RecordKey? Customer { get; init; }
    public RecordKey? Order { get; init; }
    public IReadOnlyList<ShipmentLine>? Lines { get; init; }

    [JsonIgnore]
    public override EntityKind Kind => EntityKind.Shipment;

    [JsonIgnore]
    public override IEnumerable<RecordKey> Parents => Refs.Of(Customer, Order);
}

/// <summary>One line of a shipment: how much of which order line.</summary>
public sealed record ShipmentLine
{
    public required string Number { get; init; }
    public string? OrderLine { get; init; }
    public RecordKey? Product { get; init; }
    public Quantity? Quantity { get; init; }
}
