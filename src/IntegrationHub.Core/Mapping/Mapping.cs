using System.Text;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Coverage;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping;

/// <summary>A compiled inward mapping: source record to canonical record. Made by <see cref="MappingCompiler"/>. Immutable; safe from several threads.</summary>
public sealed class Mapping
{
    private readonly string entityName;
    private readonly Shape shape;
    private readonly Condition? only;
    private readonly RecordFill fill;
    private readonly WorkspacePool workspaces = new();

    internal Mapping(MappingParts parts, EntityKind to, string sourceEntity, Shape shape, Condition? only, RecordFill fill, CoverageSites sites)
    {
        Parts = parts.All;
        Version = parts.Version;
        To = to;
        SourceEntity = sourceEntity;
        entityName = Entities.NameOf(to);
        this.shape = shape;
        this.only = only;
        this.fill = fill;
        Sites = sites;
    }

    /// <summary>The file it was compiled from, relative to the mappings folder: <c>northwind/Orders.yaml</c>.</summary>
    public string File => Parts[0].File;

    /// <summary>Everything it was compiled from, its own file first: enough to compile it again.</summary>
    public IReadOnlyList<MappingPart> Parts { get; }

    /// <summary>Hash of what is in its parts: which mapping made a record.</summary>
    public Guid Version { get; }

    /// <summary>Every place of a source's record that a rule reads, in the order of the mapping; one read by several stands here several times.</summary>
    public IReadOnlyList<SourceRead> Reads
    {
        get;
        init => (field, Fields) = (value, [.. value.Select(read => read.Path).Distinct().Order(StringComparer.Ordinal)]);
    } = [];

    /// <summary>The places of a source's record that are read, each once, in order of name: all that a source need give.</summary>
    public IReadOnlyList<string> Fields { get; private init; } = [];

    public EntityKind To { get; }

    /// <summary>The source's entity it reads: <c>from.entity</c>, or else the file's name.</summary>
    public string SourceEntity { get; }

    /// <summary>What it looks at in a record.</summary>
    internal Shape Shape => shape;

    /// <summary>What its cases can reach.</summary>
    internal CoverageSites Sites { get; }

    /// <summary>Maps one record. Never throws for what the record holds: a record that cannot be mapped is refused, with every reason.</summary>
    /// <param name="system">The connection's name; becomes the system of the record's key and references.</param>
    /// <param name="record">An upserted record; deleted ones are not mapped.</param>
    public MapResult Map(string system, SourceRecord record)
    {
        var workspace = workspaces.Rent();
        try
        {
            return Map(system, record, workspace);
        }
        finally
        {
            workspaces.Return(workspace);
        }
    }

    /// <summary>Maps one record and tells how every value came about. For people: takes its time.</summary>
    /// <inheritdoc cref="Map(string, SourceRecord)"/>
    public Explanation Explain(string system, SourceRecord record)
    {
        var trace = new Trace();
        return Map(system, record, trace) switch
        {
            MapResult.Mapped(var mapped) => new Explanation(Encoding.UTF8.GetString(CanonicalJson.ToBytes(mapped)), LeftOut: false, [], trace.Values),
            MapResult.Refused(var issues) => new Explanation(null, LeftOut: false, issues, trace.Values),
            _ => new Explanation(null, LeftOut: true, [], trace.Values),
        };
    }

    /// <summary>Maps one record and notes how.</summary>
    internal MapResult Map(string system, SourceRecord record, Trace trace) => Map(system, record, new Workspace { Trace = trace });

    private MapResult Map(string system, SourceRecord record, Workspace workspace)
    {
        var json = record.Json.Span;
        if (RecordReader.Read(json, shape, workspace) is { } broken)
            return new MapResult.Refused([new MapIssue(broken, "", File)]);
        var scope = new Scope(json, workspace, new RecordKey(system, entityName, record.Key), 0);
        var outcome = only?.Check(in scope) ?? Outcome.Present;
        if (outcome is Outcome.Absent)
            return MapResult.LeftOut.Instance;
        if (outcome is Outcome.Present && fill(in scope, out var mapped) is Outcome.Present)
            return new MapResult.Mapped(mapped);
        return new MapResult.Refused([.. workspace.Issues]);
    }
}

/// <summary>Makes the canonical record of a scope. Never <see cref="Outcome.Absent"/>: a record of which nothing is there is refused.</summary>
internal delegate Outcome RecordFill(scoped in Scope scope, out CanonicalRecord record);
