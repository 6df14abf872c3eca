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

/// <summary>How something is taxed.</summary>
public enum TaxCategory
{
    Standard,

    /// <summary>At a reduced rate, as food in Japan (軽減税率).</summary>
    Reduced,

    /// <summary>At a rate of zero, as exports.</summary>
    Zero,

    /// <summary>Not taxed at all (非課税).</summary>
    Exempt,
    Other,
}

/// <summary>What of an order or invoice is taxed at one rate.</summary>
public sealed record TaxLine
{
    public TaxCategory? Category { get; init; }

    /// <summary>In percent: 10 for ten of a hundred.</summary>
    public decimal? Rate { get; init; }

    /// <summary>What is taxed.</summary>
    public Money? Net { get; init; }

    /// <summary>The tax on it.</summary>
    public Money? Amount { get; init; }
}

/// <summary>A postal address. <see cref="Country"/> is ISO 3166 alpha-2.</summary>
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
