using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Canonical;

/// <summary>Something sold (品目).</summary>
public sealed record Product : CanonicalRecord
{
    public required string Sku { get; init; }
    public required string Name { get; init; }
    public string? Unit { get; init; }
    public string? Category { get; init; }

    [JsonIgnore]
    public override EntityKind Kind => EntityKind.Product;

    [JsonIgnore]
    public override IEnumerable<RecordKey> Parents => [];
}

/// <summary>Stock of one product at one location (在庫).</summary>
public sealed record StockLevel : CanonicalRecord
{
    public required RecordKey Product { get; init; }
    public string? Location { get; init; }
    public Quantity? OnHand { get; init; }
    public Quantity? Allocated { get; init; }
    public Quantity? Available { get; init; }
    public Quantity? Incoming { get; init; }
    public DateTimeOffset? AsOf { get; init; }

    [JsonIgnore]
    public override EntityKind Kind => EntityKind.StockLevel;

    [JsonIgnore]
    public override IEnumerable<RecordKey> Parents => Refs.Of(Product);
}
