using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Host.Queries;

/// <summary>
/// Where a shown record comes from, so that it can be explained: its number in the hub, its key at the source, how often its content changed (from 1), the
/// mapping file that made it, and the run that last changed it, when (UTC).
/// </summary>
public sealed record Origin(long RecordNo, RecordKey Key, int Version, string? Mapping, long RunNo, DateTimeOffset ChangedAt);

/// <summary>A stored record, whole.</summary>
public sealed record Stored<TRecord>(TRecord Record, Origin Origin) where TRecord : CanonicalRecord;

/// <summary>An order with what became of it.</summary>
public sealed record OrderStory(Stored<Order> Order, IReadOnlyList<Stored<Shipment>> Shipments, IReadOnlyList<InvoiceStory> Invoices);

/// <summary>An invoice with its payments.</summary>
public sealed record InvoiceStory(Stored<Invoice> Invoice, IReadOnlyList<Stored<Payment>> Payments);

/// <summary>What a customer owes in one currency.</summary>
public sealed record OpenItems(string Currency, decimal Open, decimal Overdue, DateOnly? OverdueSince);

/// <summary>Orders of one month in one currency, cancelled ones left out.</summary>
public sealed record MonthlySales(DateOnly Month, string Currency, decimal Amount, int Orders);

/// <summary>A product this customer usually orders, and what is in stock of it over all locations.</summary>
public sealed record UsualProduct(RecordKey Key, string? Name, string? Sku, int Orders, DateOnly? LastOrderedOn, IReadOnlyList<Stored<StockLevel>> Stock);

/// <summary>Where a page of orders begins: after the order with this date and number, going back in time.</summary>
public readonly record struct OrderCursor(DateOnly? HappenedOn, long RecordNo)
{
    public override string ToString() => FormattableString.Invariant($"{HappenedOn:yyyy-MM-dd}.{RecordNo}");

    /// <returns>Null when the text is none of ours: the page then begins with the newest order.</returns>
    internal static OrderCursor? Parse(string? text)
    {
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot < 0 || !long.TryParse(text.AsSpan(dot + 1), out var recordNo))
            return null;
        if (dot == 0)
            return new OrderCursor(null, recordNo);
        return DateOnly.TryParseExact(text.AsSpan(0, dot), "yyyy-MM-dd", out var day) ? new OrderCursor(day, recordNo) : null;
    }
}

/// <summary>Everything the customer page shows.</summary>
public sealed record CustomerPageData
{
    public required long CustomerNo { get; init; }
    public required string Name { get; init; }
    public string? NameKana { get; init; }

    /// <summary>The source customers bound to this one, oldest binding first.</summary>
    public required IReadOnlyList<Stored<Customer>> Accounts { get; init; }

    public required IReadOnlyList<Stored<Contact>> Contacts { get; init; }

    /// <summary>A page of orders, newest first.</summary>
    public required IReadOnlyList<OrderStory> Orders { get; init; }

    /// <summary>Where the next page begins; null when this is the last.</summary>
    public OrderCursor? Older { get; init; }

    /// <summary>Date of the newest order of all.</summary>
    public DateOnly? LastOrderOn { get; init; }

    /// <summary>Its number as a record; 0 when there is none.</summary>
    public long LastOrderNo { get; init; }

    public required IReadOnlyList<OpenItems> Open { get; init; }
    public required IReadOnlyList<MonthlySales> Sales { get; init; }
    public required IReadOnlyList<Stored<Contract>> Contracts { get; init; }
    public required IReadOnlyList<UsualProduct> Usual { get; init; }

    /// <summary>Names of products in the shown order lines that have no description of their own.</summary>
    public IReadOnlyDictionary<RecordKey, string> ProductNames { get; init; } = new Dictionary<RecordKey, string>();
}
