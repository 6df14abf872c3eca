using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>Where reading stands: in files of this content, behind this line. As a checkpoint it is a small JSON text.</summary>
/// <param name="Sha256">The fingerprint of the files (see <see cref="EntityFiles.FingerprintAsync"/>).</param>
/// <param name="Line">Where the last record given stands (see <see cref="IEntityReader.Line"/>); 0 before the first.</param>
/// <param name="End">Nothing is left to read.</param>
internal sealed partial record FilesPosition(string Sha256, int Line, bool End)
{
    /// <summary>Of a slice: which one it is, by its fingerprint.</summary>
    public string? Slice { get; init; }

    /// <summary>Of incoming files: the one that is read.</summary>
    public string? File { get; init; }

    /// <summary>Of incoming files: the hash of that file alone, without its children.</summary>
    public string? FileSha256 { get; init; }

    /// <summary>Of incoming files: when that file was last written.</summary>
    public DateTime? Written { get; init; }

    public Checkpoint ToCheckpoint() => new(JsonSerializer.Serialize(this, PositionJson.Default.FilesPosition));

    /// <summary>Where to go on: after the checkpoint if the files are still the same, else at the beginning.</summary>
    public static FilesPosition Resume(Checkpoint? after, string fingerprint, string? slice = null) =>
        Parse(after) is { } position && position.Sha256 == fingerprint && position.Slice == slice ? position : new(fingerprint, 0, false) { Slice = slice };

    /// <summary>What a checkpoint says; null when there is none.</summary>
    /// <exception cref="ProtocolException">It is another connector's.</exception>
    public static FilesPosition? Parse(Checkpoint? checkpoint)
    {
        try
        {
            return checkpoint is null ? null : JsonSerializer.Deserialize(checkpoint.Value, PositionJson.Default.FilesPosition);
        }
        catch (JsonException foreign)
        {
            throw new ProtocolException($"The checkpoint is not one of the files connector: {foreign.Message} Reset the sync to read from the beginning.", foreign);
        }
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(FilesPosition))]
    private sealed partial class PositionJson : JsonSerializerContext;
}
