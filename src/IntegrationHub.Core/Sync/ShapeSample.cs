using System.Text.Json;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Sync;

/// <summary>
/// Looks at some of the changed records of a run and notes which fields they have. Bounded, whatever they hold. One run, one thread.
/// </summary>
internal sealed class ShapeSample
{
    private const int FirstRecords = 1_000;    // rare fields should be known before they could be news
    private const int PerBatch = 50;
    private const int MostPlaces = 2_000;
    private const int MostTokens = 20_000;     // of one record
    private const int MostElements = 50;       // of one list
    private const int DeepestLevel = 12;
    private const int LongestPath = 400;       // it is a key in the database

    private readonly SampledField root = new("", null, []);
    private readonly HashSet<SampledField> touched = [];
    private long records;
    private int places;
    private int tokens;

    /// <summary>Looks at some of a batch's records: in the beginning at all, then at a few from all over it.</summary>
    public void Look(IReadOnlyList<ChangedRecord> changed)
    {
        var step = records < FirstRecords ? 1 : Math.Max(1, changed.Count / PerBatch);
        for (var at = 0; at < changed.Count; at += step)
        {
            if (changed[at].Source.Change != ChangeKind.Deleted)
                Look(changed[at].Source.Json.Span);
        }
    }

    /// <summary>What was seen since last asked that is not known, parents first, and only the outermost of it to be told.</summary>
    public IReadOnlyList<NoticedField> TakeNews(IReadOnlyDictionary<string, SourceKinds> known)
    {
        if (touched.Count == 0)
            return [];
        var news = touched.Where(field => (known.GetValueOrDefault(field.Path) | field.Kinds) != known.GetValueOrDefault(field.Path)).ToHashSet();
        // two names may look alike once what cannot be shown is replaced
        var noticed = news
            .GroupBy(field => field.Path, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => new NoticedField(
            same.Key, same.First().Parent?.Path ?? "", same.Aggregate(SourceKinds.None, (kinds, field) => kinds | field.Kinds), !same.Any(field => field.Parent is { } parent && news.Contains(parent))));
        touched.Clear();   // a batch that is rolled back ends the run
        return [.. noticed.Take(SourceShapes.MostFields)];
    }

    /// <summary>What the run has seen; empty: it looked at nothing.</summary>
    public IReadOnlyList<CountedField> Counts() => records == 0 ? [] :
    [
        .. root.All().Where(field => field.Seen > 0).DistinctBy(field => field.Path, StringComparer.Ordinal)
            .Select(field => new CountedField(field.Path, field.Parent?.Path ?? "", field.Seen, field.Since, field.Until)),
    ];

    private void Look(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        tokens = 0;
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
                return;
            records++;
            See(root, SourceKinds.Object);
            Members(ref reader, root, 1);
        }
        catch (JsonException)
        {
            // no record: the mapping refuses it, and it is parked with that
        }
    }

    private void Members(ref Utf8JsonReader reader, SampledField parent, int level)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            tokens++;
            if (!parent.TryFind(reader.ValueSpan, out var field))
            {
                if (places == MostPlaces || tokens > MostTokens || parent.Path.Length > LongestPath)
                {
                    reader.Skip();
                    continue;
                }

                places++;
                field = parent.Add(reader.ValueSpan);
            }

            reader.Read();
            Value(ref reader, field, level);
        }
    }

    private void Value(ref Utf8JsonReader reader, SampledField field, int level)
    {
        See(field, KindOf(reader.TokenType));
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        if (level == DeepestLevel || tokens > MostTokens)
            reader.Skip();
        else if (reader.TokenType is JsonTokenType.StartObject)
            Members(ref reader, field, level + 1);
        else
            Elements(ref reader, field, level + 1);
    }

    private void Elements(ref Utf8JsonReader reader, SampledField list, int level)
    {
        for (var index = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; index++)
        {
            tokens++;
            if (index >= MostElements || (list.Element is null && places == MostPlaces))
            {
                reader.Skip();
                continue;
            }

            if (list.Element is null)
                places++;
            Value(ref reader, list.Element ?? list.AddElement(), level);
        }
    }

    private void See(SampledField field, SourceKinds kind)
    {
        if (field.See(kind, records))
            touched.Add(field);
    }

    private static SourceKinds KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.String => SourceKinds.Text,
        JsonTokenType.Number => SourceKinds.Number,
        JsonTokenType.True or JsonTokenType.False => SourceKinds.Boolean,
        JsonTokenType.StartObject => SourceKinds.Object,
        JsonTokenType.StartArray => SourceKinds.List,
        _ => SourceKinds.Null,
    };
}
