namespace IntegrationHub.Core.Canonical;

/// <summary>The canonical entities by the names mappings use (<c>order</c>, <c>stockLevel</c>).</summary>
public static class Entities
{
    private static readonly Dictionary<string, EntityKind> Kinds =
        Enum.GetValues<EntityKind>().ToDictionary(NameOf, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => Kinds.Keys;

    public static string NameOf(EntityKind kind) => kind switch
    {
        EntityKind.Customer => "customer",
        EntityKind.Contact => "contact",
        EntityKind.Product => "product",
        EntityKind.Order => "order",
        EntityKind.Shipment => "shipment",
        EntityKind.Invoice => "invoice",
        EntityKind.Payment => "payment",
        EntityKind.StockLevel => "stockLevel",
        EntityKind.Contract => "contract",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a canonical entity."),
    };

    /// <exception cref="FormatException">No canonical entity has this name.</exception>
    public static EntityKind KindOf(string name) =>
        Kinds.TryGetValue(name, out var kind) ? kind : throw new FormatException($"'{name}' is no canonical entity; there are {string.Join(", ", Kinds.Keys)}.");

    public static bool TryKindOf(string name, out EntityKind kind) => Kinds.TryGetValue(name, out kind);

    public static Type TypeOf(EntityKind kind) => kind switch
    {
        EntityKind.Customer => typeof(Customer),
        EntityKind.Contact => typeof(Contact),
        EntityKind.Product => typeof(Product),
        EntityKind.Order => typeof(Order),
        EntityKind.Shipment => typeof(Shipment),
        EntityKind.Invoice => typeof(Invoice),
        EntityKind.Payment => typeof(Payment),
        EntityKind.StockLevel => typeof(StockLevel),
        EntityKind.Contract => typeof(Contract),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a canonical entity."),
    };
}
