using System.Text.Json;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>Which fields of an entity are asked for: its own, those of the settings, the stamps; without those of modules that are not installed.</summary>
internal sealed class TrytonFields(TrytonOptions options, TrytonClient client)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _known = [];

    public async Task<IReadOnlyList<string>> OfAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out var known))
            return known;
        var entity = TrytonEntities.All[name];
        List<string> fields = [];
        foreach (var field in entity.Fields.Concat(options.Fields.GetValueOrDefault(name) ?? []))
            if (!field.EndsWith('?') || await IsThereAsync(entity.Model, field[..^1], cancellationToken))
                fields.Add(field.TrimEnd('?'));
        foreach (var parent in entity.Children.Where(child => !child.Contains('@', StringComparison.Ordinal)).Select(child => child.Replace("!", "", StringComparison.Ordinal)).Prepend(""))
            if (parent.Length == 0 || fields.Exists(field => field.StartsWith($"{parent}.", StringComparison.Ordinal)))
                fields.AddRange([.. TrytonRecord.Stamps.Select(stamp => parent.Length == 0 ? stamp : $"{parent}.{stamp}")]);
        return _known[name] = [.. fields.Distinct()];
    }

    /// <summary>A field by its dotted name; the model its value leads to, when it leads to one. Undefined when there is no such field.</summary>
    public async Task<JsonElement> DefinitionAsync(string model, string field, CancellationToken cancellationToken)
    {
        string? at = model;
        var definition = default(JsonElement);
        foreach (var name in field.Split('.'))
        {
            if (at is null || !(await client.ModelAsync(at, cancellationToken)).TryGetProperty(name, out definition))
                return default;
            at = definition.TryGetProperty("relation", out var relation) && relation.ValueKind == JsonValueKind.String ? relation.GetString() : null;
        }

        return definition;
    }

    private async Task<bool> IsThereAsync(string model, string field, CancellationToken cancellationToken) =>
        (await DefinitionAsync(model, field, cancellationToken)).ValueKind != JsonValueKind.Undefined;
}
