using System.Text.Json;
using System.Text.Json.Serialization;

namespace DemoCrm.State;

/// <summary>What happened to a record.</summary>
internal enum JournalVerb
{
    Create,
    Update,
    Delete,
}

/// <summary>One line of the journal. Replayed in order, they give the state.</summary>
internal sealed record JournalEntry(
    JournalVerb Verb, string Object, int Number, string? ExternalId, DateTimeOffset At, IReadOnlyDictionary<string, JsonElement>? Fields);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext;
