using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>What of Tryton an entity is. Immutable.</summary>
/// <param name="Model">Tryton's model.</param>
/// <param name="Fields">What is read, dotted; a field with <c>?</c> behind it is one of a module that need not be installed.</param>
internal sealed record TrytonEntity(string Model, IReadOnlyList<string> Fields)
{
    /// <summary>Clauses that every record fulfils.</summary>
    public IReadOnlyList<object> Domain { get; init; } = [];

    /// <summary>Whether its records belong to a company.</summary>
    public bool IsOfCompany { get; init; } = true;

    /// <summary>Whether it has amounts that are kept per company and are in its currency: then the record says which company and currency.</summary>
    public bool HasCompanyAmounts { get; init; }

    /// <summary>
    /// Other records whose changes change this one: Tryton stamps a child and leaves the parent as it was. Dotted; <c>!</c> behind a list says that what is in it may be inactive;
    /// a model behind <c>@</c> says where a reference leads to.
    /// </summary>
    public IReadOnlyList<string> Children { get; init; } = [];

    /// <summary>What is read at every sync, since it has computed values that change without a stamp.</summary>
    public object? Always { get; init; }

    /// <summary>The business date a slice goes by.</summary>
    public string? Date { get; init; }

    /// <summary>What a slice may go by.</summary>
    public SliceKinds Slices => SliceKinds.Keys | SliceKinds.KeyRange | (Date is null ? 0 : SliceKinds.Dates);

    /// <summary>What stands before the id in a key, where two entities become one kind of record.</summary>
    public string KeyPrefix { get; init; } = "";

    /// <summary>So many records a page: nested and computed fields are read one by one over there, so pages that hold many of them take seconds.</summary>
    public int PageSize { get; init; } = 100;
}
