using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Dynamics365;

/// <summary>Rows as the Web API takes them. One caller at a time.</summary>
internal sealed class RowBody(Dataverse dataverse)
{
    /// <summary>The columns of a delivery; lookups by <c>@odata.bind</c>, which null clears ("Associate and disassociate table rows"). Rows of other tables are left out.</summary>
    /// <param name="table">Of the row.</param>
    /// <param name="fields">By columns and navigation properties.</param>
    /// <param name="only">Only these of them; null: all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<JsonObject> OfAsync(Table table, JsonObject fields, IReadOnlySet<string>? only, CancellationToken cancellationToken)
    {
        var body = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (only?.Contains(name) == false || table.ChildrenOf(name) is not null)
                continue;
            if (table.Columns.GetValueOrDefault(name)?.Type is not ("Lookup" or "Customer" or "Owner") && table.LookupOf(name) is null)
                body[name] = value?.DeepClone();
            else if (table.LookupOf(name) is { } lookup)
                body[$"{lookup.Navigation}@odata.bind"] = value is null ? null : $"/{(await dataverse.TableAsync(lookup.Table, cancellationToken)).Set}({value})";
            else
                throw new SetupException($"{table.Name}: '{name}' refers to several tables. Write the navigation property of one of them in the mapping, such as "
                    + $"{string.Join(" or ", table.Lookups.Where(one => one.Column == name).Select(one => one.Navigation))}.");
        }

        return body;
    }

    public static byte[] Bytes(JsonObject body) => JsonSerializer.SerializeToUtf8Bytes(body);
}
