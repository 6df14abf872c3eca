namespace IntegrationHub.Host.Queries;

/// <summary>A summed figure of the customer page, in one currency: which records' parts it adds up.</summary>
internal sealed record CustomerFigure
{
    internal const string Open = "open";
    internal const string Overdue = "overdue";
    internal const string Sales = "sales";

    private CustomerFigure()
    {
    }

    internal required string Name { get; init; }
    internal required string Currency { get; init; }

    /// <summary>The reader's business date.</summary>
    internal required DateOnly Today { get; init; }

    /// <summary>Sales: the first and the last month, each by its first day.</summary>
    internal required (DateOnly First, DateOnly Last) Months { get; init; }

    /// <summary>The field that is added up, unless the record has only a net amount.</summary>
    internal string Field => Name == Sales ? "gross" : "open";

    /// <summary>The figure of an address; null when there is no such figure.</summary>
    /// <param name="name">open, overdue or sales.</param>
    /// <param name="currency">Three letters.</param>
    /// <param name="month">Sales: one month alone, <c>2026-03</c>; null: the last twelve.</param>
    /// <param name="today">The reader's business date.</param>
    internal static CustomerFigure? Of(string? name, string? currency, string? month, DateOnly today)
    {
        if (name is not (Open or Overdue or Sales) || currency is not { Length: 3 })
            return null;
        var now = new DateOnly(today.Year, today.Month, 1);
        if (month is null)
            return new CustomerFigure { Name = name, Currency = currency, Today = today, Months = (now.AddMonths(-11), now) };
        return name == Sales && DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", out var one)
            ? new CustomerFigure { Name = name, Currency = currency, Today = today, Months = (one, one) }
            : null;
    }

    /// <summary>Where it is explained.</summary>
    internal static string Link(long customerNo, string name, string currency, DateOnly? month = null) =>
        FormattableString.Invariant($"/customers/{customerNo}/figures/{name}?currency={Uri.EscapeDataString(currency)}{(month is { } one ? $"&month={one:yyyy-MM}" : "")}");
}

/// <summary>A record's part in a figure.</summary>
/// <param name="RecordNo">The record.</param>
/// <param name="Number">What people call it.</param>
/// <param name="HappenedOn">Order date, or the invoice's.</param>
/// <param name="DueOn">Invoices: when it is due.</param>
/// <param name="Amount">What it adds.</param>
/// <param name="Field">The field that says so.</param>
/// <param name="Version">How often its content changed, from 1.</param>
/// <param name="Mapping">The mapping file that made it.</param>
/// <param name="RunNo">The run that last changed it.</param>
/// <param name="ChangedAt">When (UTC).</param>
internal sealed record FigurePart(
    long RecordNo, string Number, DateOnly? HappenedOn, DateOnly? DueOn, decimal Amount, string Field, int Version, string? Mapping, long RunNo, DateTimeOffset ChangedAt);

/// <summary>A page of a figure's parts, with what all of them add up to.</summary>
internal sealed record FigureParts(string CustomerName, decimal Sum, long Records, IReadOnlyList<FigurePart> Parts);
