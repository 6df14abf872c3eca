using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Discovery;

/// <summary>A field of a source's records, with the fields within it or within its elements.</summary>
internal sealed class FieldNode
{
    private SourceFieldKind? kind;

    /// <summary>By name, in the order of the alphabet.</summary>
    public SortedDictionary<string, FieldNode> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Of a list: what its elements are.</summary>
    public FieldNode? Element { get; private set; }

    public SourceFieldKind Kind => kind ?? SourceFieldKind.Any;

    /// <summary>It was seen to hold this. One object instead of a list is a list of one; otherwise what differs is anything.</summary>
    public void Holds(SourceFieldKind seen) => kind = (kind, seen) switch
    {
        (null, _) => seen,
        (var known, _) when known == seen => seen,
        (SourceFieldKind.List, SourceFieldKind.Object) or (SourceFieldKind.Object, SourceFieldKind.List) => SourceFieldKind.List,
        _ => SourceFieldKind.Any,
    };

    public FieldNode Field(string name) => Fields.TryGetValue(name, out var field) ? field : Fields[name] = new FieldNode();

    public FieldNode Elements() => Element ??= new FieldNode();

    /// <summary>The fields an element has: of a list those of its elements, of a single object its own.</summary>
    public FieldNode AsElement => Element ?? this;

    /// <summary>All fields within, depth first, with their paths.</summary>
    public IEnumerable<SourceField> Flat(string prefix = "")
    {
        foreach (var (name, field) in Fields)
        {
            var path = prefix + SourceField.NameOf(name);
            yield return new SourceField(path, field.Kind);
            foreach (var within in field.Flat($"{path}.").Concat(field.Element?.Flat($"{path}[].") ?? []))
                yield return within;
        }
    }
}
