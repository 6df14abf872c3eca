using IntegrationHub.Sdk;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapSalesCloud;

/// <summary>A collection of the service, with its type. Immutable.</summary>
internal sealed record C4cCollection(ODataModel Model, string Name, ODataType Type)
{
    public const string Id = "ObjectID";

    /// <summary>The items that a field of a mapping names: the navigation to several, and the collection that has them.</summary>
    public C4cCollection? ItemsOf(string field) => Type.Navigation(field) is { IsCollection: true } navigation
        && Model.Sets.FirstOrDefault(set => set.Value == navigation.Type) is { Key: not null } set && Model.Type(set.Value) is { } type ? new C4cCollection(Model, set.Key, type) : null;

    /// <exception cref="SetupException">There is none; the message has the nearest name.</exception>
    public ODataProperty Property(string name) => Type.Needed(name, Name);

    public static string ByIdOf(string collection, string id) => $"{collection}('{id}')";

    /// <summary>The largest of a query's conditions that fit an address; C4C knows <c>or</c> for one property only, and takes <c>*</c> in a value for anything, so what is found is to be looked at.</summary>
    public static IEnumerable<string> Filters(string property, IEnumerable<string> values)
    {
        const int most = 50;
        const int longest = 4000;
        var (conditions, length) = (new List<string>(), 0);
        foreach (var value in values)
        {
            var condition = $"{property} eq {ODataLiteral.Of(ODataVersion.V2, "Edm.String", value)}";
            if (conditions.Count == most || length + condition.Length > longest)
            {
                yield return ODataService.Option("$filter", string.Join(" or ", conditions));
                (length, conditions) = (0, []);
            }

            conditions.Add(condition);
            length += condition.Length;
        }

        if (conditions.Count > 0)
            yield return ODataService.Option("$filter", string.Join(" or ", conditions));
    }
}
