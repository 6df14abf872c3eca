using IntegrationHub.Core.Canonical;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping;

/// <summary>A compiled inward mapping: source record to canonical record. Immutable; safe from several threads.</summary>
public sealed class Mapping
{
    /// <summary>The file it was compiled from, relative to the mappings folder: <c>northwind/Orders.yaml</c>.</summary>
    public required string File { get; init; }

    /// <summary>Hash of the file's content: which mapping made a record.</summary>
    public required Guid Version { get; init; }

    public required EntityKind To { get; init; }

    /// <summary>Maps one record. Never throws for what the record holds: a record that cannot be mapped is refused, with every reason.</summary>
    /// <param name="system">The connection's name; becomes the system of the record's key and references.</param>
    /// <param name="record">An upserted record; deleted ones are not mapped.</param>
    public MapResult Map(string system, SourceRecord record) => throw new NotSupportedException("compiled by MappingCompiler");
}

/// <summary>What mapping one record gave. Closed.</summary>
public abstract record MapResult
{
    private MapResult() { }

    /// <summary>The canonical record.</summary>
    public sealed record Mapped(CanonicalRecord Record) : MapResult;

    /// <summary>The mapping's <c>only</c> leaves this record out.</summary>
    public sealed record LeftOut : MapResult
    {
        public static LeftOut Instance { get; } = new();
    }

    /// <summary>It cannot be mapped.</summary>
    public sealed record Refused(IReadOnlyList<MapIssue> Issues) : MapResult;
}

/// <summary>Why a value could not be mapped.</summary>
/// <param name="Cause">The same text for all records with the same cause, to group by; no values, no personal data.</param>
/// <param name="Field">Canonical field, e.g. <c>lines[2].net</c>.</param>
/// <param name="Rule">Where the rule stands: <c>northwind/Orders.yaml(7,28)</c>.</param>
public sealed record MapIssue(string Cause, string Field, string Rule);
