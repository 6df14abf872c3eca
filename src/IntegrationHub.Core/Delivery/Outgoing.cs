using IntegrationHub.Core.Store;

namespace IntegrationHub.Core.Delivery;

/// <summary>A claimed record, ready to leave.</summary>
/// <param name="Item">Its mark.</param>
/// <param name="Delivery">What the target gets.</param>
/// <param name="Prints">What the target will have acknowledged by taking it; null for deletes.</param>
internal sealed record Outgoing(OutboxItem Item, Sdk.Delivery Delivery, byte[]? Prints)
{
    /// <summary>It was found over there by this field, and is bound once it is taken.</summary>
    public string? Adopted { get; init; }
}
