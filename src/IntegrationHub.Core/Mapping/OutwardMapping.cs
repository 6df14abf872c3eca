using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Coverage;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Core.Mapping.Outward;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping;

/// <summary>A compiled outward mapping: canonical document to a target's object. Made by <see cref="MappingCompiler"/>. Immutable; safe from several threads.</summary>
public sealed class OutwardMapping
{
    private static readonly RecordKey NoKey = new("", "", "");   // references come from the document
    private readonly Shape shape;
    private readonly Condition? only;
    private readonly OutwardFields fields;
    private readonly WorkspacePool workspaces = new();

    internal OutwardMapping(MappingParts parts, EntityKind from, string? target, string targetObject, Shape shape, Condition? only, OutwardFields fields, CoverageSites sites)
    {
        Parts = parts.All;
        Version = parts.Version;
        From = from;
        Target = target;
        Object = targetObject;
        this.shape = shape;
        this.only = only;
        this.fields = fields;
        Sites = sites;
    }

    /// <summary>The file it was compiled from, relative to the mappings folder.</summary>
    public string File => Parts[0].File;

    /// <summary>Everything it was compiled from, its own file first: enough to compile it again.</summary>
    public IReadOnlyList<MappingPart> Parts { get; }

    /// <summary>Hash of what is in its parts.</summary>
    public Guid Version { get; }

    public EntityKind From { get; }

    /// <summary>What it looks at in a document.</summary>
    internal Shape Shape => shape;

    /// <summary>The connection (or connector) it is meant for: <c>to.target</c>; null when it does not say.</summary>
    public string? Target { get; }

    /// <summary>The target's object: <c>to.object</c>.</summary>
    public string Object { get; }

    /// <summary>
    /// The target's fields by which a record that is there already is found before one is made, the strongest first: <c>to.adopt</c>. Empty: none is looked for.
    /// </summary>
    public IReadOnlyList<string> Adopt { get; init; } = [];

    /// <summary>The fields it writes: a field of a list is <c>lines[].quantity</c>, one of a part <c>address.city</c>.</summary>
    public IReadOnlyList<WrittenField> Writes => [.. fields.Writes("")];

    /// <summary>What its cases can reach.</summary>
    internal CoverageSites Sites { get; }

    /// <summary>
    /// Maps a stored canonical document to the target's fields. Every field of the mapping is there; null, when the document has nothing
    /// for it, so that the target clears what it may have. Never throws for what the document holds.
    /// </summary>
    public OutwardResult Map(ReadOnlyMemory<byte> document)
    {
        var workspace = workspaces.Rent();
        try
        {
            return Map(document, workspace);
        }
        finally
        {
            workspaces.Return(workspace);
        }
    }

    /// <summary>Maps one document and tells how every value came about; references stand in it as <c>{ "ref": key }</c>. For people: takes its time.</summary>
    public Explanation Explain(ReadOnlyMemory<byte> document)
    {
        var trace = new Trace();
        switch (Map(document, trace))
        {
            case OutwardResult.Mapped(var made, var references):
                foreach (var reference in references)
                    reference.Owner[reference.Field] = new JsonObject { ["ref"] = reference.To.ToString() };
                return new Explanation(made.ToJsonString(Explanation.JsonStyle), LeftOut: false, [], trace.Values);
            case OutwardResult.Refused(var issues):
                return new Explanation(null, LeftOut: false, issues, trace.Values);
            default:
                return new Explanation(null, LeftOut: true, [], trace.Values);
        }
    }

    /// <summary>Maps one document and notes how.</summary>
    internal OutwardResult Map(ReadOnlyMemory<byte> document, Trace trace) => Map(document, new Workspace { Trace = trace });

    private OutwardResult Map(ReadOnlyMemory<byte> document, Workspace workspace)
    {
        var json = document.Span;
        if (RecordReader.Read(json, shape, workspace) is { } broken)
            return new OutwardResult.Refused([new MapIssue(broken, "", File)]);
        var scope = new Scope(json, workspace, NoKey, 0);
        var outcome = only?.Check(in scope) ?? Outcome.Present;
        if (outcome is Outcome.Absent)
            return OutwardResult.LeftOut.Instance;
        var made = fields.New();
        if (outcome is Outcome.Present && fields.Write(made, in scope) is Outcome.Present)
            return new OutwardResult.Mapped(made, [.. workspace.References]);
        return new OutwardResult.Refused([.. workspace.Issues]);
    }
}
