namespace IntegrationHub.Sdk.OData;

/// <summary>The fields an entity's records can have, for <see cref="ISourceSchema"/>: from the model, with what may be expanded. Safe from several threads.</summary>
public static class ODataFields
{
    private const int Deepest = 8;   // complex types may hold themselves

    /// <summary>All fields of records of a type.</summary>
    /// <param name="model">Knows the types within.</param>
    /// <param name="type">The entity's type.</param>
    /// <param name="expand">Navigations that may be expanded, with slashes.</param>
    /// <exception cref="SetupException">A navigation in <paramref name="expand"/> is none.</exception>
    public static IReadOnlyList<SourceField> Of(ODataModel model, ODataType type, IReadOnlyList<string> expand)
    {
        var selection = ODataSelection.Of(model, type, null, [], expand);
        return [.. Entity(model, type, selection, "")];
    }

    private static IEnumerable<SourceField> Entity(ODataModel model, ODataType type, ODataSelection selection, string prefix)
    {
        foreach (var field in model.Version == ODataVersion.V2 ? Metadata2(prefix) : Metadata4(prefix))
            yield return field;
        foreach (var field in Values(model, type, prefix, 0))
            yield return field;
        foreach (var navigation in type.Navigations)
        {
            var path = prefix + SourceField.NameOf(navigation.Name);
            if (!selection.Expanded.TryGetValue(navigation.Name, out var within) || model.Type(navigation.Type) is not { } target)
            {
                if (model.Version == ODataVersion.V2)
                    foreach (var field in (SourceField[])[new(path, SourceFieldKind.Object), new($"{path}.__deferred", SourceFieldKind.Object), new($"{path}.__deferred.uri", SourceFieldKind.Text)])
                        yield return field;
                continue;
            }

            var list = model.Version == ODataVersion.V2 ? $"{path}.results" : path;
            yield return new SourceField(path, navigation.IsCollection && model.Version == ODataVersion.V4 ? SourceFieldKind.List : SourceFieldKind.Object);
            if (navigation.IsCollection && model.Version == ODataVersion.V2)
                yield return new SourceField(list, SourceFieldKind.List);
            foreach (var field in Entity(model, target, within, navigation.IsCollection ? $"{list}[]." : $"{path}."))
                yield return field;
        }
    }

    private static IEnumerable<SourceField> Values(ODataModel model, ODataType type, string prefix, int depth)
    {
        foreach (var property in type.Properties)
        {
            var path = prefix + SourceField.NameOf(property.Name);
            var complex = model.Type(property.Type);
            var isWrapped = property.IsCollection && model.Version == ODataVersion.V2;   // {"results": […]}
            yield return new SourceField(path, isWrapped ? SourceFieldKind.Object : property.IsCollection ? SourceFieldKind.List : complex is not null ? SourceFieldKind.Object : Kind(model.Version, property.Type));
            if (isWrapped)
                yield return new SourceField($"{path}.results", SourceFieldKind.List);
            if (complex is not null && depth < Deepest)
                foreach (var field in Values(model, complex, isWrapped ? $"{path}.results[]." : property.IsCollection ? $"{path}[]." : $"{path}.", depth + 1))
                    yield return field;
        }
    }

    /// <summary>Version 2 writes large and exact numbers as text; services differ in how they write floating ones.</summary>
    private static SourceFieldKind Kind(ODataVersion version, string type) => type switch
    {
        "Edm.Boolean" => SourceFieldKind.Boolean,
        "Edm.Byte" or "Edm.SByte" or "Edm.Int16" or "Edm.Int32" => SourceFieldKind.Number,
        "Edm.Int64" or "Edm.Decimal" => version == ODataVersion.V4 ? SourceFieldKind.Number : SourceFieldKind.Text,
        "Edm.Double" or "Edm.Single" => SourceFieldKind.Any,   // 'INF' is a text
        _ when type.StartsWith("Edm.Geo", StringComparison.Ordinal) || type is "Edm.Untyped" or "Edm.PrimitiveType" => SourceFieldKind.Any,
        _ => SourceFieldKind.Text,
    };

    private static IEnumerable<SourceField> Metadata2(string prefix) =>
        new[] { "id", "uri", "type", "etag", "content_type", "media_src", "media_etag", "edit_media" }.Select(name => new SourceField($"{prefix}__metadata.{name}", SourceFieldKind.Text))
            .Prepend(new SourceField($"{prefix}__metadata", SourceFieldKind.Object));

    private static IEnumerable<SourceField> Metadata4(string prefix) =>
        new[] { "@odata.etag", "@odata.id", "@odata.type", "@odata.editLink" }.Select(name => new SourceField(prefix + SourceField.NameOf(name), SourceFieldKind.Text));
}
