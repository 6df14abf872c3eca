using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Mapping;

/// <summary>What mapping outwards gave. Closed.</summary>
public abstract record OutwardResult
{
    private OutwardResult() { }

    /// <summary>The fields, and which of them wait for another record's id at the target.</summary>
    public sealed record Mapped(JsonObject Fields, IReadOnlyList<OutwardReference> References) : OutwardResult;

    /// <summary>The mapping's <c>only</c> leaves this record out.</summary>
    public sealed record LeftOut : OutwardResult
    {
        public static LeftOut Instance { get; } = new();
    }

    /// <summary>It cannot be mapped.</summary>
    public sealed record Refused(IReadOnlyList<MapIssue> Issues) : OutwardResult;
}

/// <summary>A field to be filled with the remote id of another record, before the delivery leaves.</summary>
/// <param name="Owner">The object the field is in (the fields themselves, or a line).</param>
/// <param name="Field">The field's name in it.</param>
/// <param name="To">The record whose remote id it takes.</param>
/// <param name="Optional">When that record has no remote id: true leaves the field null, false lets the delivery wait.</param>
public sealed record OutwardReference(JsonObject Owner, string Field, RecordKey To, bool Optional);
