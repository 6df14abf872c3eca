using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Mapping.Explain;

namespace IntegrationHub.Host.Mappings;

/// <summary>A record with what became of it, line beside line: which value of the source went into which field.</summary>
public sealed partial class ExplainedRecord
{
    private readonly ILookup<string, int> _readers;
    private readonly Dictionary<string, List<int>> _fillers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?>? _remade;

    /// <param name="source">What was mapped.</param>
    /// <param name="document">What the hub holds of it; null: show what the mapping makes of it now.</param>
    /// <param name="explanation">What the mapping did.</param>
    internal ExplainedRecord(ReadOnlyMemory<byte> source, string? document, Explanation explanation)
    {
        Explanation = explanation;
        Source = RecordLines.Of(source);
        var result = document ?? explanation.Document;
        Result = result is null ? null : RecordLines.Of(Encoding.UTF8.GetBytes(result));
        _readers = Enumerable.Range(0, explanation.Values.Count)
            .SelectMany(at => explanation.Values[at].SourcePaths.Select(path => (Path: SourcePaths.Normal(path), At: at)).Distinct())
            .ToLookup(read => read.Path, read => read.At, StringComparer.Ordinal);
        for (var at = 0; at < explanation.Values.Count; at++)
        {
            for (var field = explanation.Values[at].Field; field.Length > 0; field = Above(field))
            {
                if (!_fillers.TryGetValue(field, out var rows))
                    _fillers[field] = rows = [];
                rows.Add(at);
            }
        }

        if (document is not null && explanation.Document is { } remade && RecordLines.Of(Encoding.UTF8.GetBytes(remade)) is { } lines)
            _remade = lines.Lines.ToDictionary(line => line.Path, line => line.Value, StringComparer.Ordinal);
    }

    internal Explanation Explanation { get; }

    /// <summary>Null when it is no JSON.</summary>
    internal RecordLines? Source { get; }

    /// <summary>Null when nothing came of it.</summary>
    internal RecordLines? Result { get; }

    /// <summary>The values that were read at a place of the source, by their place in the explanation.</summary>
    internal IReadOnlyList<int> ReadAt(string path) => [.. _readers[path]];

    /// <summary>The values a field of the result is made of.</summary>
    internal IReadOnlyList<int> Fills(RecordLine line)
    {
        if (line.Value is null)
            return [];
        for (var field = line.Path; field.Length > 0; field = Above(field))
            if (_fillers.TryGetValue(field, out var rows))
                return field == line.Path ? rows : [.. rows.Where(at => Explanation.Values[at].Field == field)];
        return [];
    }

    /// <summary>What the mapping gives for a field where that is not what the hub holds; null where it is, empty where it gives nothing.</summary>
    internal string? NowGives(RecordLine line) =>
        _remade is null || line.Value is null || line.Path == "key" ? null
        : !_remade.TryGetValue(line.Path, out var now) || now is null ? ""
        : now == line.Value || SameNumber(now, line.Value) ? null : now;

    /// <summary>The rows of the explanation, those that fill one field together; in the order of the mapping.</summary>
    internal IEnumerable<(string Field, IReadOnlyList<(int At, ExplainedValue Value)> Rows)> ByField =>
        Explanation.Values.Select((value, at) => (at, value)).GroupBy(row => Whole(row.value)).Select(whole => (whole.Key, (IReadOnlyList<(int, ExplainedValue)>)[.. whole]));

    /// <summary>The name by which a page leads to a field: <c>v-lines[0].net</c>.</summary>
    internal static string Anchor(string field) => "v-" + WhiteSpace().Replace(field, "_");

    /// <summary>The field a value belongs to, when it fills a part of it: <c>gross</c> of <c>gross.amount</c>.</summary>
    private static string Whole(ExplainedValue value)
    {
        var numbered = Entry().Replace(value.Field, "[]");
        var part = numbered.Length - value.Site.Length;
        return part > 0 && numbered.StartsWith(value.Site + ".", StringComparison.Ordinal) ? value.Field[..^part] : value.Field;
    }

    private static string Above(string field) => field.LastIndexOfAny(['.', '[']) is > 0 and var at ? field[..at] : "";

    // PostgreSQL keeps the digits of a number, not how it was written: 1.50 and 1.5E0
    private static bool SameNumber(string one, string other) => decimal.TryParse(one, System.Globalization.CultureInfo.InvariantCulture, out var first)
        && decimal.TryParse(other, System.Globalization.CultureInfo.InvariantCulture, out var second) && first == second;

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\s")]
    private static partial Regex WhiteSpace();
}
