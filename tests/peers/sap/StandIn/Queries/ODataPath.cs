using SapStandIn.Answers;
using SapStandIn.Data;
using SapStandIn.Metadata;

namespace SapStandIn.Queries;

/// <summary>A path within a service: <c>A_SalesOrder('1')/to_Item/$count</c>.</summary>
internal sealed record ODataPath(EdmEntitySet Set, SapRow? Row, EdmNavigation? Navigation, bool IsCount)
{
    public EdmEntitySet ResultSet => Navigation?.Target ?? Set;

    public bool IsOne => Row is not null && Navigation is not { IsMany: true };

    /// <exception cref="SapFailure">There is no such thing.</exception>
    public static ODataPath Of(EdmService service, SapData data, string path)
    {
        var segments = path.Split('/');
        var first = segments[0];
        var open = first.IndexOf('(', StringComparison.Ordinal);
        var name = open > 0 ? first[..open] : first;
        if (!service.Sets.TryGetValue(name, out var set))
            throw SapFailure.NoSegment(name);
        var row = open > 0 ? Find(data[name], first[(open + 1)..^1]) : null;
        var rest = segments[1..];
        var isCount = rest is [.., "$count"];
        if (isCount)
            rest = rest[..^1];
        return rest switch
        {
            [] => new(set, row, null, isCount),
            [var step] when row is not null && set.Navigations.TryGetValue(step, out var navigation) => new(set, row, navigation, isCount),
            _ => throw SapFailure.NoSegment(rest[0]),
        };
    }

    private static SapRow Find(SapTable table, string predicate)
    {
        var tokens = FilterTokens.Of(predicate);
        var key = new Dictionary<string, object?>();
        if (tokens is [{ Kind: TokenKind.Literal } only, { Kind: TokenKind.End }] && table.Set.Keys.Count == 1)
            key[table.Set.Keys[0]] = only.Value;
        else
            for (var at = 0; at + 2 < tokens.Count; at += 4)
                key[tokens[at].Text] = tokens[at + 2].Value;
        if (key.Count != table.Set.Keys.Count || !table.Set.Keys.All(key.ContainsKey))
            throw SapFailure.Syntax($"Invalid key predicate. The key of {table.Set.Name} is {string.Join(", ", table.Set.Keys)}.");
        return table.Find(key) ?? throw SapFailure.NoSegment(table.Set.Type[..^4]);
    }
}
