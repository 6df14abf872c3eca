using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>Walks through the rows below a header, of a text file or of a sheet. What is no proper row is given as broken, and the walk goes on.</summary>
internal interface IRows : IAsyncDisposable
{
    Header Header { get; }

    /// <summary>What stands before a line's or row's number in a place: <c>Orders.csv line</c>, <c>Orders.xlsx sheet 受注 row</c>.</summary>
    string Lines { get; }

    /// <summary>The line or row at hand, counted from 1 as an editor or Excel does.</summary>
    int Line { get; }

    /// <summary>Set when what is at hand is no row.</summary>
    BrokenRecord? Broken { get; }

    /// <summary>Moves to the next row, or to what should be one; false at the end.</summary>
    ValueTask<bool> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The cells of a key joined by slashes; null when one of them is empty.</summary>
    string? Key(ReadOnlySpan<int> columns);

    /// <summary>Writes the cells as properties, also the empty ones.</summary>
    void WriteCells(Utf8JsonWriter writer);

    /// <summary>The row at hand as broken, for a reason found by the caller.</summary>
    BrokenRecord Break(string reason);
}
