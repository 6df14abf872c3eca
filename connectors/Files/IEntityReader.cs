using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>Walks through what an entity's files hold, record by record, in an order that is the same at every reading.</summary>
internal interface IEntityReader : IAsyncDisposable
{
    /// <summary>Where it stands, rising: the line a CSV row begins on, the number of an XML record over all files.</summary>
    int Line { get; }

    /// <summary>Set when what is at hand is no record.</summary>
    BrokenRecord? Broken { get; }

    /// <summary>What of child files is no row.</summary>
    IEnumerable<BrokenRecord> BrokenChildren { get; }

    /// <summary>At the end: the rows of child files that belong to no record.</summary>
    IEnumerable<BrokenRecord> Orphans { get; }

    /// <summary>Moves to the next record, or to what should be one; false at the end. What is passed over counts as seen: its keys are taken.</summary>
    ValueTask<bool> ReadAsync(CancellationToken cancellationToken);

    /// <summary>What is at hand as a record, its JSON kept in the given pages.</summary>
    SourceRecord ToRecord(JsonPages pages);
}
