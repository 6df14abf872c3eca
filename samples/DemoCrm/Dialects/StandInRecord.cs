using System.Text.Json.Nodes;

namespace DemoCrm.Dialects;

/// <summary>One record of a stand-in. Immutable: a change makes a new one.</summary>
/// <param name="Id">The vendor's kind of id.</param>
/// <param name="Fields">What it holds, in the vendor's words. Never changed in place.</param>
/// <param name="Version">1 when created, one more with each change: revision, ETag or row version of the dialect.</param>
/// <param name="CreatedAt">When (UTC).</param>
/// <param name="ChangedAt">When it last changed (UTC).</param>
public sealed record StandInRecord(string Id, JsonObject Fields, int Version, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    public bool Deleted { get; init; }

    /// <summary>The id of the record it was merged into; it is then deleted as well.</summary>
    public string? MergedInto { get; init; }

    /// <summary>A field's text as the dialect keeps it: also of a number; null when it is empty.</summary>
    public string? Text(string field) => Fields[field] switch
    {
        null => null,
        JsonValue value => value.ToString(),
        var other => other.ToJsonString(),
    };
}
