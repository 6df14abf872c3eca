using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>One object of the API with its paths made ready. Immutable.</summary>
internal sealed partial class RestObject(string name, RestObjectOptions options)
{
    public string Name => name;
    public RestUpsert Upsert => options.Upsert;
    public string IdField => options.IdField;
    public string ExternalIdField => options.ExternalIdField;
    public int BatchSize => options.Upsert == RestUpsert.PutByExternalId ? options.Batch.MaxSize : 1;
    public RestPlace Collection => Place(nameof(options.Path), options.Path);
    public RestPlace BatchUpsert => Place("Batch:Path", options.Batch.Path);

    public RestPlace ByExternalId(string externalId) => Place(nameof(options.UpsertPath), options.UpsertPath, externalId: externalId);

    public RestPlace Search(string externalId) => Place(nameof(options.SearchPath), options.SearchPath, externalId: externalId);

    public RestPlace Item(string id) => Place(nameof(options.ItemPath), options.ItemPath, id: id);

    /// <summary>The API's own id in an answer.</summary>
    /// <exception cref="ProtocolException">It has none.</exception>
    public string IdOf(JsonElement record, RestAnswer answer)
    {
        var id = record.ValueKind == JsonValueKind.Object && record.TryGetProperty(options.IdField, out var value) ? value : default;
        return id.ValueKind switch
        {
            JsonValueKind.String when id.GetString() is { Length: > 0 } text => text,
            JsonValueKind.Number => id.GetRawText(),
            _ => throw new ProtocolException($"{answer.What}: the answer has no '{options.IdField}'. Check {Setting(nameof(options.IdField))}."),
        };
    }

    /// <summary>The full name of one of this object's settings, for messages.</summary>
    public string Setting(string setting) => $"Objects:{name}:{setting}";

    /// <summary>Everything that cannot work in these settings.</summary>
    public IEnumerable<string> Problems()
    {
        var lookup = options.Upsert == RestUpsert.LookupThenCreate;
        return ProblemsOf(nameof(options.Path), options.Path, null, "object")
            .Concat(lookup ? [] : ProblemsOf(nameof(options.UpsertPath), options.UpsertPath, "externalId", "object", "path"))
            .Concat(lookup ? [] : ProblemsOf("Batch:Path", options.Batch.Path, null, "object", "path"))
            .Concat(lookup ? ProblemsOf(nameof(options.SearchPath), options.SearchPath, "externalId", "object", "path") : [])
            .Concat(lookup ? ProblemsOf(nameof(options.ItemPath), options.ItemPath, "id", "object", "path") : []);
    }

    private IEnumerable<string> ProblemsOf(string setting, string template, string? needed, params string[] known)
    {
        var used = Placeholder().Matches(template).Select(match => match.Groups[1].Value).ToList();
        if (needed is not null && !used.Contains(needed))
            yield return $"{Setting(setting)}: must hold {{{needed}}}";
        foreach (var unknown in used.Except([.. known, needed ?? ""]))
            yield return $"{Setting(setting)}: {{{unknown}}} has no meaning here; there are {string.Join(", ", known.Append(needed).OfType<string>().Select(word => $"{{{word}}}"))}";
        if (!template.StartsWith('/') && !template.StartsWith("{path}", StringComparison.Ordinal))
            yield return $"{Setting(setting)}: must begin with '/'{(known.Contains("path") ? " or {path}" : "")}";
    }

    private RestPlace Place(string setting, string template, string externalId = "", string id = "")
    {
        var path = template.StartsWith("{path}", StringComparison.Ordinal) ? options.Path + template["{path}".Length..] : template;
        var filled = Placeholder().Replace(path, match => Uri.EscapeDataString(match.Groups[1].Value switch
        {
            "object" => name,
            "externalId" => externalId,
            "id" => id,
            var unknown => throw new InvalidOperationException($"{Setting(setting)} was not checked: {{{unknown}}}"),
        }));
        return new RestPlace(filled, Setting(setting));
    }

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}

/// <summary>Where a request goes, and the setting that says so: what an operator has to look at when it is not there.</summary>
internal readonly record struct RestPlace(string Path, string Setting);
