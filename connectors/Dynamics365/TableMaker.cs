using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>
/// Makes tables, columns, keys and relationships: "Create and update table definitions", "… column definitions", "… table relationships using the Web API". They belong to the solution <c>integrationhub</c> of a
/// publisher with the prefix of the key's column; both are made when they are missing.
/// </summary>
internal sealed class TableMaker(Dataverse dataverse)
{
    private const string Solution = "integrationhub";
    private const string Space = "Microsoft.Dynamics.CRM.";
    private bool _hasSolution;

    /// <summary>A table whose name is in the column <c>erp_name</c>.</summary>
    public Task TableAsync(string name, CancellationToken cancellationToken) => PostAsync("EntityDefinitions", new JsonObject
    {
        ["@odata.type"] = $"{Space}EntityMetadata",
        ["SchemaName"] = name,
        ["DisplayName"] = Label(name),
        ["DisplayCollectionName"] = Label($"{name}s"),
        ["Description"] = Label("Kept by IntegrationHub from the ERP"),
        ["OwnershipType"] = "UserOwned",
        ["IsActivity"] = false,
        ["HasActivities"] = false,
        ["HasNotes"] = false,
        ["Attributes"] = new JsonArray(Text($"{dataverse.Options.Prefix}name", 100, isPrimary: true)),
    }, cancellationToken);

    public Task ColumnAsync(string table, NeededField field, CancellationToken cancellationToken) => PostAsync($"EntityDefinitions(LogicalName='{table}')/Attributes", field switch
    {
        { IsExternalKey: true } => Text(field.Name, KeyText.Longest, isPrimary: false),
        { Kind: TargetFieldKind.LongText } => Column(field.Name, "Memo", ("MaxLength", 10_000), ("Format", "TextArea")),
        { Kind: TargetFieldKind.Number } => Column(field.Name, "Decimal", ("MinValue", -100_000_000_000m), ("MaxValue", 100_000_000_000m), ("Precision", 4)),
        { Kind: TargetFieldKind.Flag } => Flag(field.Name),
        { Kind: TargetFieldKind.Date } => Column(field.Name, "DateTime", ("Format", "DateOnly"), ("DateTimeBehavior", new JsonObject { ["Value"] = "DateOnly" })),
        { Kind: TargetFieldKind.Instant } => Column(field.Name, "DateTime", ("Format", "DateAndTime"), ("DateTimeBehavior", new JsonObject { ["Value"] = "UserLocal" })),
        _ => Text(field.Name, 200, isPrimary: false),
    }, cancellationToken);

    public Task KeyAsync(string table, string column, CancellationToken cancellationToken) => PostAsync($"EntityDefinitions(LogicalName='{table}')/Keys", new JsonObject
    {
        ["SchemaName"] = $"{column}_{table}",
        ["DisplayName"] = Label(column),
        ["KeyAttributes"] = new JsonArray(column),
    }, cancellationToken);

    /// <param name="name">Of the relationship; also of the collection on the side of <paramref name="one"/>.</param>
    /// <param name="one">The table that is referred to.</param>
    /// <param name="many">The table that gets the lookup.</param>
    /// <param name="lookup">The lookup's name.</param>
    /// <param name="isParental">Rows go with the row they belong to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task RelationshipAsync(string name, string one, string many, string lookup, bool isParental, CancellationToken cancellationToken) => PostAsync("RelationshipDefinitions", new JsonObject
    {
        ["@odata.type"] = $"{Space}OneToManyRelationshipMetadata",
        ["SchemaName"] = name,
        ["ReferencedEntity"] = one,
        ["ReferencingEntity"] = many,
        ["CascadeConfiguration"] = new JsonObject
        {
            ["Assign"] = isParental ? "Cascade" : "NoCascade",
            ["Delete"] = isParental ? "Cascade" : "RemoveLink",
            ["Merge"] = "Cascade",
            ["Reparent"] = isParental ? "Cascade" : "NoCascade",
            ["Share"] = isParental ? "Cascade" : "NoCascade",
            ["Unshare"] = isParental ? "Cascade" : "NoCascade",
        },
        ["Lookup"] = new JsonObject
        {
            ["@odata.type"] = $"{Space}LookupAttributeMetadata",
            ["SchemaName"] = lookup,
            ["DisplayName"] = Label(lookup),
            ["RequiredLevel"] = new JsonObject { ["Value"] = "None" },
        },
    }, cancellationToken);

    private async Task PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        await EnsureSolutionAsync(cancellationToken);
        Made(await dataverse.SendAsync(HttpMethod.Post, path.Split('(')[0], path, body, cancellationToken, ("MSCRM.SolutionUniqueName", Solution)));
    }

    private async Task EnsureSolutionAsync(CancellationToken cancellationToken)
    {
        if (_hasSolution)
            return;
        if (await FirstAsync("solutions", "solutionid", $"uniquename eq '{Solution}'", cancellationToken) is null)
        {
            var prefix = dataverse.Options.Prefix.TrimEnd('_');
            var publisher = await FirstAsync("publishers", "publisherid", $"customizationprefix eq '{prefix}'", cancellationToken);
            if (publisher is null)
            {
                Made(await dataverse.SendAsync(HttpMethod.Post, "publishers", "publishers", new JsonObject
                {
                    ["uniquename"] = Solution,
                    ["friendlyname"] = "IntegrationHub",
                    ["customizationprefix"] = prefix,
                    ["customizationoptionvalueprefix"] = 47_110,
                }, cancellationToken));
                publisher = await FirstAsync("publishers", "publisherid", $"customizationprefix eq '{prefix}'", cancellationToken) ?? throw new ProtocolException("Dataverse made a publisher that is not there.");
            }

            Made(await dataverse.SendAsync(HttpMethod.Post, "solutions", "solutions", new JsonObject
            {
                ["uniquename"] = Solution,
                ["friendlyname"] = "IntegrationHub",
                ["version"] = "1.0.0.0",
                ["publisherid@odata.bind"] = $"/publishers({publisher})",
            }, cancellationToken));
        }

        _hasSolution = true;
    }

    private async Task<string?> FirstAsync(string set, string id, string filter, CancellationToken cancellationToken)
    {
        await foreach (var page in dataverse.RowsAsync(set, $"{set}?{Sdk.OData.ODataService.Option("$select", id)}&{Sdk.OData.ODataService.Option("$filter", filter)}", cancellationToken))
            foreach (var row in page)
                return Rows.Text(row, id);
        return null;
    }

    private void Made(ApiAnswer answer)
    {
        if (answer.IsBusy || !answer.IsSuccess)
            dataverse.Success(answer);
    }

    private JsonObject Text(string name, int length, bool isPrimary)
    {
        var column = Column(name, "String", ("MaxLength", length), ("FormatName", new JsonObject { ["Value"] = "Text" }));
        if (isPrimary)
            column["IsPrimaryName"] = true;
        return column;
    }

    private JsonObject Flag(string name) => Column(name, "Boolean", ("DefaultValue", false), ("OptionSet", new JsonObject
    {
        ["TrueOption"] = new JsonObject { ["Value"] = 1, ["Label"] = Label("Yes") },
        ["FalseOption"] = new JsonObject { ["Value"] = 0, ["Label"] = Label("No") },
        ["OptionSetType"] = "Boolean",
    }));

    private JsonObject Column(string name, string type, params (string Name, JsonNode Value)[] more)
    {
        var column = new JsonObject
        {
            ["@odata.type"] = $"{Space}{type}AttributeMetadata",
            ["SchemaName"] = name,
            ["DisplayName"] = Label(name),
            ["RequiredLevel"] = new JsonObject { ["Value"] = "None" },
        };
        foreach (var (property, value) in more)
            column[property] = value;
        return column;
    }

    /// <summary>People see names without the prefix: <c>erp_due_on</c> as Due on.</summary>
    private JsonObject Label(string name)
    {
        var words = (name.StartsWith(dataverse.Options.Prefix, StringComparison.Ordinal) ? name[dataverse.Options.Prefix.Length..] : name).Replace('_', ' ');
        return new JsonObject
        {
            ["@odata.type"] = $"{Space}Label",
            ["LocalizedLabels"] = new JsonArray(new JsonObject
            {
                ["@odata.type"] = $"{Space}LocalizedLabel",
                ["Label"] = words.Length == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(words[0])}{words[1..]}"),
                ["LanguageCode"] = dataverse.Options.LanguageCode,
            }),
        };
    }
}
