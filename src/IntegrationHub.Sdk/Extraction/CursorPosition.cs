using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHub.Sdk.Extraction;

/// <summary>Where a cursor stands. As a checkpoint it is a small JSON text with the version of its form.</summary>
/// <param name="Kind">The cursor's kind: the position of another kind means nothing to it.</param>
/// <param name="Pass">Counts the passes, so that no two positions of a sync are ever the same text.</param>
internal sealed partial record CursorPosition(string Kind, long Pass)
{
    private const int Version = 1;
    private const int MostBytes = 4095;

    public int V { get; init; } = Version;

    /// <summary>What the records were asked for with; null: whole.</summary>
    public string? Form { get; init; }

    /// <summary>Where a pass stands that is not at its end; null between passes.</summary>
    public PassPosition? At { get; init; }

    /// <summary>When the pass that is under way was begun, by the hub's clock.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>The latest change the pass has met.</summary>
    public DateTimeOffset? Newest { get; init; }

    /// <summary>The source's clock had surely reached this when the last finished pass began.</summary>
    public DateTimeOffset? Seen { get; init; }

    /// <summary>The next pass begins behind this key.</summary>
    public string? Key { get; init; }

    /// <summary>The source's own token for what changes later.</summary>
    public string? Delta { get; init; }

    /// <summary>Of a slice: which one it is, by its fingerprint.</summary>
    public string? Slice { get; init; }

    /// <summary>Of a slice with a list of keys: so many pieces of it are read.</summary>
    public int Piece { get; init; }

    internal static System.Text.Json.Serialization.Metadata.JsonTypeInfo<Slice> SliceJson => PositionJson.Relaxed.Slice;

    /// <exception cref="ProtocolException">The source's own tokens are too long to be kept.</exception>
    public Checkpoint ToCheckpoint()
    {
        var text = JsonSerializer.Serialize(this, PositionJson.Relaxed.CursorPosition);
        return Encoding.UTF8.GetByteCount(text) <= MostBytes
            ? new Checkpoint(text)
            : throw new ProtocolException($"The source's tokens are too long to resume by: a checkpoint holds {MostBytes} bytes. Ask for fewer fields, or page by key.");
    }

    /// <summary>
    /// The position a checkpoint tells; the beginning when there is none, or when it was another kind of cursor's, or of records in another form: then all is
    /// read again.
    /// </summary>
    /// <exception cref="ProtocolException">It is no position, or one of a newer version.</exception>
    public static CursorPosition Of(Checkpoint? checkpoint, string kind, string? form)
    {
        if (checkpoint is null)
            return new(kind, 0) { Form = form };
        try
        {
            var position = JsonSerializer.Deserialize(checkpoint.Value, PositionJson.Relaxed.CursorPosition);
            return position is not { V: Version } ? throw Foreign(null)
                : position.Kind == kind && position.Form == form ? position
                : new(kind, position.Pass + 1) { Form = form };
        }
        catch (JsonException foreign)
        {
            throw Foreign(foreign);
        }
    }

    private static ProtocolException Foreign(JsonException? inner) =>
        new("The checkpoint was not written by this version of the connector. Reset the sync to read from the beginning; unchanged records cost nothing.", inner);

    [JsonSerializable(typeof(CursorPosition))]
    [JsonSerializable(typeof(Slice))]
    private sealed partial class PositionJson : JsonSerializerContext
    {
        public static PositionJson Relaxed { get; } = new(new JsonSerializerOptions
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        });
    }
}

/// <summary>Where a pass stands.</summary>
internal sealed record PassPosition
{
    /// <summary>With a keyset: the last record given.</summary>
    public PageEdge? After { get; init; }

    /// <summary>Else: the page to ask for next.</summary>
    public string? Continue { get; init; }

    /// <summary>So many of that page's records were given already; they are given again when resumed.</summary>
    public int Given { get; init; }

    /// <summary>How often the pass was read to its end.</summary>
    public int Round { get; init; }

    /// <summary>The fingerprint of the keys in this round so far, and of the round before.</summary>
    public string? Print { get; init; }

    public string? PrintBefore { get; init; }

    /// <summary>How many records this round has had.</summary>
    public long Count { get; init; }
}
