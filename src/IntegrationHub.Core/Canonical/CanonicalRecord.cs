using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Canonical;

/// <summary>
/// A record in the hub's own words, whatever ERP it came from. Immutable. Compare by content hash, not by <c>==</c>:
/// records compare lists by reference.
/// </summary>
public abstract record CanonicalRecord
{
    /// <summary>Where it comes from.</summary>
    public required RecordKey Key { get; init; }

    /// <summary>The source says it is gone. Not part of the stored document.</summary>
    [JsonIgnore]
    public bool Deleted { get; init; }

    /// <summary>The source's own version or change stamp, as text; null when it has none. Not part of the stored document.</summary>
    [JsonIgnore]
    public string? SourceVersion { get; init; }

    /// <summary>When the source last changed it (UTC); null when it does not say. Not part of the stored document.</summary>
    [JsonIgnore]
    public DateTimeOffset? SourceTime { get; init; }

    /// <summary>Custom fields, typed by the mapping. Ordered by name, so that equal content gives equal bytes.</summary>
    public JsonObject? Attributes { get; init; }

    /// <summary>What it is; decides the order of delivery (parents first).</summary>
    [JsonIgnore]
    public abstract EntityKind Kind { get; }

    /// <summary>The records it hangs on, nearest first; the store attaches it to their customer or lets it wait for them.</summary>
    [JsonIgnore]
    public abstract IEnumerable<RecordKey> Parents { get; }
}

/// <summary>The nine canonical entities. The number is stored, and is the delivery order: parents have smaller numbers.</summary>
public enum EntityKind : short
{
    Customer = 1,
    Contact = 2,
    Product = 3,
    Order = 4,
    Shipment = 5,
    Invoice = 6,
    Payment = 7,
    StockLevel = 8,
    Contract = 9,
}
