namespace IntegrationHub.Core.Mapping.Discovery;

/// <summary>The fields recorded in a mappings folder, read when they are asked for.</summary>
/// <param name="path">Where it is on disk.</param>
/// <param name="name">What messages call it.</param>
/// <param name="tell">Gets what is wrong with a file.</param>
internal sealed class RecordedFolder(string path, string name, Action<Lint> tell)
{
    private readonly Dictionary<string, FieldScope?> byEntity = new(StringComparer.Ordinal);

    public bool Has(string entity) => File.Exists(PathOf(entity));

    /// <summary>What was recorded of an entity; null: nothing.</summary>
    public FieldScope? Of(string entity)
    {
        if (byEntity.TryGetValue(entity, out var known))
            return known;
        var file = $"{name}/{entity}{SourceFields.Ending}";
        return byEntity[entity] = Has(entity) ? FieldScope.Of(SourceFields.Read(PathOf(entity), file, tell), file) : null;
    }

    private string PathOf(string entity) => Path.Combine(path, entity + SourceFields.Ending);
}
