using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Odoo;

/// <summary>What of Odoo an entity is. Immutable.</summary>
/// <param name="Model">Odoo's model.</param>
/// <param name="Fields">What is read. With <c>?</c> behind it: a field that only some versions or modules have.</param>
internal sealed record OdooEntity(string Model, IReadOnlyList<string> Fields)
{
    /// <summary>Clauses that every record fulfils.</summary>
    public IReadOnlyList<object> Domain { get; init; } = [];

    /// <summary>Records that are put into this one, as a list.</summary>
    public OdooChildren? Children { get; init; }

    /// <summary>Dotted ways to other records whose changes change this one without a stamp; with <c>?</c> when the first step may be missing.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>What is read at every sync, since it may change without a stamp.</summary>
    public IReadOnlyList<object>? Always { get; init; }

    /// <summary>The business date a slice goes by.</summary>
    public string? Date { get; init; }

    /// <summary>Whether that field is a time, in UTC.</summary>
    public bool IsDateTime { get; init; }

    /// <summary>Whether <c>partner_id</c> may be a contact or an address: then <c>customer</c> is added, which it belongs to.</summary>
    public bool HasCustomer { get; init; }

    /// <summary>Whether all is read each time.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What a slice may go by.</summary>
    public SliceKinds Slices => SliceKinds.Keys | SliceKinds.KeyRange | (Date is null ? 0 : SliceKinds.Dates);
}

/// <summary>Records inside another.</summary>
/// <param name="Names">What the list is called; versions differ. In the record it always has the first name.</param>
/// <param name="Model">Their model.</param>
/// <param name="Fields">As in <see cref="OdooEntity"/>.</param>
/// <param name="Domain">Which of them are wanted.</param>
internal sealed record OdooChildren(IReadOnlyList<string> Names, string Model, IReadOnlyList<string> Fields, IReadOnlyList<object> Domain);
