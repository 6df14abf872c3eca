using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Odoo;

/// <summary>Which fields are asked for, by what this Odoo says it has: versions and apps differ, so no version number is asked.</summary>
internal sealed class OdooFields(OdooOptions options, OdooClient client)
{
    public const string Stamp = "write_date";

    /// <summary>Of an entity's own records; the list of its children is one of them.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(string name, CancellationToken cancellationToken)
    {
        var entity = OdooEntities.All[name];
        List<string> fields = await ThereAsync(entity.Model, [.. entity.Fields, .. options.Fields.GetValueOrDefault(name) ?? [], Stamp], cancellationToken);
        if (await ListAsync(entity, cancellationToken) is { } list)
            fields.Add(list);
        return fields;
    }

    /// <summary>Of its children.</summary>
    public Task<List<string>> OfAsync(OdooChildren children, CancellationToken cancellationToken) => ThereAsync(children.Model, children.Fields, cancellationToken);

    /// <summary>What the list of children is called here.</summary>
    public async Task<string?> ListAsync(OdooEntity entity, CancellationToken cancellationToken)
    {
        if (entity.Children is not { } children)
            return null;
        var model = await client.ModelAsync(entity.Model, cancellationToken);
        return children.Names.FirstOrDefault(list => model.TryGetProperty(list, out _))
            ?? throw new SetupException($"Odoo's {entity.Model} has no field {string.Join(" or ", children.Names)}, or the user may not see it. See Versions in the connector's README.");
    }

    /// <summary>The ways to what changes an entity without stamping it, as far as they exist.</summary>
    public async Task<IReadOnlyList<string>> ThroughAsync(OdooEntity entity, CancellationToken cancellationToken)
    {
        List<string> ways = [];
        foreach (var way in entity.Through)
            if (!way.EndsWith('?') || (await client.ModelAsync(entity.Model, cancellationToken)).TryGetProperty(way.TrimEnd('?').Split('.')[0], out _))
                ways.Add(way.TrimEnd('?'));
        return ways;
    }

    private async Task<List<string>> ThereAsync(string model, IEnumerable<string> wanted, CancellationToken cancellationToken)
    {
        var there = await client.ModelAsync(model, cancellationToken);
        List<string> fields = [];
        foreach (var field in wanted)
            if (there.TryGetProperty(field.TrimEnd('?'), out _))
                fields.Add(field.TrimEnd('?'));
            else if (!field.EndsWith('?'))
                throw new SetupException($"Odoo's {model} has no field '{field}', or the user may not see it. Check Fields, and Versions in the connector's README.");
        return fields;
    }
}
