using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>Asks one entity set, in the order of its key. Immutable.</summary>
internal sealed class SapQuery(SapSystem system, ODataVersion version, string service, string set, IReadOnlyList<string> key)
{
    public ODataVersion Version => version;

    /// <summary>The first entities under some conditions.</summary>
    /// <param name="selection">Encoded, as <see cref="ODataSelection.Query"/> gives it; empty: all properties.</param>
    /// <param name="wanted">Properties whose values are needed.</param>
    public async Task<ODataPage> GetAsync(IEnumerable<string> conditions, string selection, int top, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var all = conditions.Where(condition => condition.Length > 0).ToList();
        var filter = all.Count == 0 ? "" : ODataService.Option("$filter", all.Count == 1 ? all[0] : string.Join(" and ", all.Select(condition => $"({condition})")));
        var below = system.Service(service).PathAndQuery($"/{set}", filter, $"$orderby={string.Join(',', key)}", ODataService.Option("$top", top), selection);
        ApiAnswer answer = await system.GetAsync(service, set, below, cancellationToken);
        return ODataPage.Read(answer.Body, wanted, answer.What);
    }

    /// <summary>All entities under some conditions: asked for page by page, each behind the one before, until a page is empty.</summary>
    public async Task<List<ODataItem>> AllAsync(IReadOnlyList<string> conditions, string selection, int top, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var (items, behind) = (new List<ODataItem>(), "");
        var names = new Names([.. wanted, .. key]);
        while (true)
        {
            var page = await GetAsync([.. conditions, behind], selection, top, names.All, cancellationToken);
            if (page.Items.Count == 0)
                return items;
            items.AddRange(page.Items);
            var next = Behind([.. names.Of(page.Items[^1], key).Select(value => value ?? "")]);
            behind = next != behind ? next : throw new ProtocolException($"{set}: the system gave the same page again when it was asked for what is behind it.");
        }
    }

    /// <summary>Keys behind this one.</summary>
    public string Behind(IReadOnlyList<string> values, int index = 0)
    {
        var (name, literal) = (key[index], ODataLiteral.Of(version, "Edm.String", values[index]));
        return index == values.Count - 1 ? $"{name} gt {literal}" : $"{name} gt {literal} or {name} eq {literal} and ({Behind(values, index + 1)})";
    }

    /// <summary>A property has one of some values.</summary>
    public string OneOf(string property, IEnumerable<string> values) => string.Join(" or ", values.Select(value => $"{property} eq {ODataLiteral.Of(version, "Edm.String", value)}"));
}

/// <summary>Properties whose values are needed, each once, and where their values stand.</summary>
internal sealed class Names(IEnumerable<string> names)
{
    public string[] All { get; } = [.. names.Distinct()];

    public string?[] Of(ODataItem item, IEnumerable<string> wanted) => [.. wanted.Select(name => item.Values[Array.IndexOf(All, name)])];
}
