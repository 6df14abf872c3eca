namespace IntegrationHub.Core.Canonical;

/// <summary>An amount of money, exact, in its currency (ISO 4217). Never added across currencies.</summary>
public readonly record struct Money(decimal Amount, string Currency)
{
    public override string ToString() => FormattableString.Invariant($"{Amount} {Currency}");
}

/// <summary>A measured or counted quantity in its unit, as the source names it (<c>EA</c>, <c>kg</c>).</summary>
public readonly record struct Quantity(decimal Value, string Unit)
{
    public override string ToString() => FormattableString.Invariant($"{Value} {Unit}");
}

/// <summary>A postal address. <see cref="Country"/> is ISO 3166 alpha-2 when the mapping knows it, else as the source wrote it.</summary>
public sealed record Address
{
    public string? Kind { get; init; }
    public string? Line1 { get; init; }
    public string? Line2 { get; init; }
    public string? City { get; init; }
    public string? Region { get; init; }
    public string? PostalCode { get; init; }
    public string? Country { get; init; }
}
