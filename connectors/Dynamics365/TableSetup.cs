using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>Says what tables and columns there are, and makes what is missing, in a solution of the hub's own publisher.</summary>
internal sealed class TableSetup(Dataverse dataverse)
{
    private readonly TableMaker _maker = new(dataverse);

    private string Prefix => dataverse.Options.Prefix;

    public async Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken)
    {
        if (await dataverse.FindTableAsync(entity, cancellationToken) is not { } table)
            return null;
        var fields = await FieldsAsync(table, cancellationToken);
        foreach (var children in table.Children.Where(children => children.IsParental && children.Table.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            fields.Add(new TargetField(children.Navigation, TargetFieldKind.Lines));
            fields.AddRange((await FieldsAsync(await dataverse.TableAsync(children.Table, cancellationToken), cancellationToken)).Select(field => field with { Name = $"{children.Navigation}[].{field.Name}" }));
        }

        return new TargetObject(entity, fields);
    }

    public async Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken)
    {
        dataverse.ForgetTables();
        var steps = new List<string>();
        try
        {
            if (await dataverse.FindTableAsync(entity, cancellationToken) is null)
            {
                if (!entity.StartsWith(Prefix, StringComparison.Ordinal))
                    return [$"Dataverse has no table '{entity}', which comes with an app: Power Platform admin center, Environments, Dynamics 365 apps: install Sales. Or mend to.object in the mapping."];
                await _maker.TableAsync(entity, cancellationToken);
            }

            foreach (var lines in fields.Where(field => field.Kind == TargetFieldKind.Lines))
                steps.AddRange(await LinesAsync(entity, lines.Name, cancellationToken));
            foreach (var field in fields.Where(field => field.Kind != TargetFieldKind.Lines && !field.Name.Contains("[].", StringComparison.Ordinal)))
                steps.AddRange(await FieldAsync(entity, field, cancellationToken));
            foreach (var row in fields.Where(field => field.Name.Contains("[].", StringComparison.Ordinal)))
                steps.AddRange(await RowFieldAsync(entity, row, cancellationToken));
        }
        finally
        {
            dataverse.ForgetTables();
        }

        return steps;
    }

    private async Task<IReadOnlyList<string>> LinesAsync(string entity, string list, CancellationToken cancellationToken)
    {
        if ((await dataverse.TableAsync(entity, cancellationToken)).ChildrenOf(list) is not null)
            return [];
        if (!list.StartsWith(Prefix, StringComparison.Ordinal) || !list.EndsWith('s'))
            return [$"Power Apps, Tables, {entity}, Relationships: new one-to-many relationship '{list}' to the table of the lines. (Set-up makes it when its name begins with '{Prefix}' and ends in 's'.)"];
        var rows = list[..^1];
        if (await dataverse.FindTableAsync(rows, cancellationToken) is null)
            await _maker.TableAsync(rows, cancellationToken);
        await _maker.RelationshipAsync(list, entity, rows, $"{WithPrefix(entity)}id", isParental: true, cancellationToken);
        dataverse.ForgetTables();
        return await FieldAsync(rows, new NeededField(dataverse.Options.KeyColumn, TargetFieldKind.Text) { IsExternalKey = true }, cancellationToken);
    }

    private string WithPrefix(string entity) => entity.StartsWith(Prefix, StringComparison.Ordinal) ? entity : Prefix + entity;

    private async Task<IReadOnlyList<string>> RowFieldAsync(string entity, NeededField field, CancellationToken cancellationToken)
    {
        var parts = field.Name.Split("[].", 2);
        return (await dataverse.TableAsync(entity, cancellationToken)).ChildrenOf(parts[0]) is { } children
            ? await FieldAsync(children.Table, field with { Name = parts[1] }, cancellationToken)
            : [$"{entity}: '{field.Name}' waits for the relationship '{parts[0]}'."];
    }

    private async Task<IReadOnlyList<string>> FieldAsync(string entity, NeededField field, CancellationToken cancellationToken)
    {
        var table = await dataverse.TableAsync(entity, cancellationToken);
        if (!field.Name.StartsWith(Prefix, StringComparison.Ordinal))
            return table.Columns.ContainsKey(field.Name) || table.LookupOf(field.Name) is not null ? []
                : [$"Power Apps, Tables, {entity}, Columns: '{field.Name}' is missing, and is no column that set-up makes, since its name does not begin with '{Prefix}'. Mend the mapping, or add the column."];
        if (field.Kind == TargetFieldKind.Reference && table.LookupOf(field.Name) is null)
        {
            if (field.RefersTo is not { } other || await dataverse.FindTableAsync(other, cancellationToken) is null)
                return [$"Power Apps, Tables, {entity}, Columns: new lookup '{field.Name}'; the table it refers to is not there yet. Prepare '{field.RefersTo ?? "the other"}' first, then again."];
            await _maker.RelationshipAsync($"{WithPrefix(entity)}_{field.Name}", other, entity, field.Name, isParental: false, cancellationToken);
        }
        else if (field.Kind != TargetFieldKind.Reference && !table.Columns.ContainsKey(field.Name))
        {
            await _maker.ColumnAsync(entity, field, cancellationToken);
        }

        dataverse.ForgetTables();
        return field.IsExternalKey ? await KeyAsync(entity, field.Name, cancellationToken) : [];
    }

    private async Task<IReadOnlyList<string>> KeyAsync(string entity, string column, CancellationToken cancellationToken)
    {
        if (!(await dataverse.TableAsync(entity, cancellationToken)).Keys.ContainsKey(column))
            await _maker.KeyAsync(entity, column, cancellationToken);
        dataverse.ForgetTables();
        return (await dataverse.TableAsync(entity, cancellationToken)).Keys.GetValueOrDefault(column) ? []
            : [$"Power Apps, Tables, {entity}, Keys: wait until '{column}' is active (Dataverse builds its index in the background); if it failed, look for rows with the same value."];
    }

    private async Task<List<TargetField>> FieldsAsync(Table table, CancellationToken cancellationToken)
    {
        var lengths = await CastAsync(table, "StringAttributeMetadata", "MaxLength", column => column.TryGetProperty("MaxLength", out var length) && length.TryGetInt32(out var most) ? (int?)most : null, cancellationToken);
        var days = await CastAsync(table, "DateTimeAttributeMetadata", "DateTimeBehavior", column => column.TryGetProperty("DateTimeBehavior", out var behavior) && TableDescription.Maybe(behavior, "Value") == "DateOnly", cancellationToken);
        var lookups = table.Lookups.Where(lookup => table.Columns.ContainsKey(lookup.Column)).Select(lookup => (lookup.Navigation, Column: table.Columns[lookup.Column]))
            .Concat(table.Columns.Values.Where(column => table.LookupOf(column.Name) is not null).Select(column => (Navigation: column.Name, Column: column))).DistinctBy(lookup => lookup.Navigation)
            .Select(lookup => new TargetField(lookup.Navigation, TargetFieldKind.Reference, lookup.Column.IsCreatable || lookup.Column.IsUpdatable, lookup.Column.IsRequired));
        var columns = table.Columns.Values.Where(column => table.Lookups.All(lookup => lookup.Column != column.Name)).Select(column => new TargetField(column.Name, KindOf(column, days), column.IsCreatable || column.IsUpdatable, column.IsRequired)
        {
            Unique = table.Keys.ContainsKey(column.Name),
            MaxLength = lengths.GetValueOrDefault(column.Name),
        });
        return [.. columns.Concat(lookups)];
    }

    private async Task<Dictionary<string, T>> CastAsync<T>(Table table, string type, string property, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var answer = dataverse.Success(await dataverse.GetAsync("column definitions", $"EntityDefinitions(LogicalName='{table.Name}')/Attributes/Microsoft.Dynamics.CRM.{type}?{ODataService.Option("$select", $"LogicalName,{property}")}", cancellationToken));
        return TableDescription.List(answer.Json(), "value").Where(column => TableDescription.Maybe(column, "LogicalName") is not null).ToDictionary(column => TableDescription.Maybe(column, "LogicalName")!, read, StringComparer.Ordinal);
    }

    /// <summary>"AttributeTypeCode EnumType".</summary>
    private static TargetFieldKind KindOf(Column column, Dictionary<string, bool> days) => column.Type switch
    {
        "String" => TargetFieldKind.Text,
        "Memo" => TargetFieldKind.LongText,
        "Integer" or "BigInt" or "Decimal" or "Double" or "Money" => TargetFieldKind.Number,
        "Boolean" => TargetFieldKind.Flag,
        "DateTime" => days.GetValueOrDefault(column.Name) ? TargetFieldKind.Date : TargetFieldKind.Instant,
        "Picklist" or "State" or "Status" => TargetFieldKind.Choice,
        _ => TargetFieldKind.Any,
    };
}
