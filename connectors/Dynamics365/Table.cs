namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>A table, as the environment describes it ("EntityMetadata EntityType"). Immutable.</summary>
/// <param name="Name">Its logical name: <c>account</c>.</param>
/// <param name="Set">Its entity set: <c>accounts</c>.</param>
/// <param name="Id">The column with its id.</param>
internal sealed record Table(string Name, string Set, string Id)
{
    public required IReadOnlyDictionary<string, Column> Columns { get; init; }

    /// <summary>Columns that are an alternate key on their own, with whether its index is built.</summary>
    public required IReadOnlyDictionary<string, bool> Keys { get; init; }

    public required IReadOnlyList<Lookup> Lookups { get; init; }

    public required IReadOnlyList<ChildTable> Children { get; init; }

    /// <summary>Rows can be merged into others: they stay, with <c>merged</c> and <c>masterid</c> ("Merge table rows").</summary>
    public bool Merges => Columns.ContainsKey("masterid") && Columns.ContainsKey("merged");

    /// <summary>The lookup that a field of a mapping names: a navigation property, or a column that refers to one table only.</summary>
    public Lookup? LookupOf(string field)
    {
        Lookup? found = null;
        foreach (var lookup in Lookups)
        {
            if (lookup.Navigation == field)
                return lookup;
            if (lookup.Column == field)
                found = found is null ? lookup : found with { Navigation = "" };
        }

        return found is { Navigation.Length: > 0 } ? found : null;
    }

    /// <summary>The rows that a field of a mapping names: a collection-valued navigation property.</summary>
    public ChildTable? ChildrenOf(string field) => Children.FirstOrDefault(children => children.Navigation == field);
}

/// <param name="Type">As <c>AttributeType</c> says: String, Memo, Integer, Decimal, Money, DateTime, Lookup …</param>
internal sealed record Column(string Name, string Type, bool IsCreatable, bool IsUpdatable, bool IsRequired);

/// <summary>A many-to-one relationship.</summary>
/// <param name="Navigation">The single-valued navigation property, in its exact case.</param>
/// <param name="Column">The lookup's column.</param>
/// <param name="Table">The table it refers to.</param>
internal sealed record Lookup(string Navigation, string Column, string Table);

/// <summary>A one-to-many relationship.</summary>
/// <param name="Navigation">The collection-valued navigation property.</param>
/// <param name="Table">The table of the rows.</param>
/// <param name="Column">Their lookup's column.</param>
/// <param name="Parent">Their navigation property that leads back.</param>
/// <param name="IsParental">They are deleted with the row they belong to.</param>
internal sealed record ChildTable(string Navigation, string Table, string Column, string Parent, bool IsParental);
