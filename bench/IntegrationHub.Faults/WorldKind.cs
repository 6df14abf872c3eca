using IntegrationHub.Faults.Crms;
using IntegrationHub.Faults.Erps;
using Npgsql;

namespace IntegrationHub.Faults;

/// <summary>One way in which an ERP is read, or a CRM is delivered to.</summary>
/// <param name="Name">In words.</param>
/// <param name="LiveAsync">Lives such a world until enough went wrong in it.</param>
internal sealed record WorldKind(string Name, WorldKind.Live LiveAsync)
{
    /// <param name="kind">Of which kind it is.</param>
    /// <param name="number">Names it.</param>
    /// <param name="seed">All that happens in it follows from it.</param>
    /// <param name="faults">So many go wrong before it is judged.</param>
    /// <param name="connectionString">The database that worlds share.</param>
    /// <param name="database">The same.</param>
    internal delegate Task<WorldResult> Live(WorldKind kind, int number, int seed, int faults, string connectionString, NpgsqlDataSource database);

    private WorldKind(string name, Func<IErp> make)
        : this(name, (kind, number, seed, faults, connectionString, database) => World.RunAsync(kind, make(), number, seed, faults, connectionString, database)) { }

    private WorldKind(string name, CrmKind crm)
        : this(name, (kind, number, seed, faults, connectionString, database) => DeliveryWorld.RunAsync(kind, crm, number, seed, faults, connectionString, database)) { }

    public static IReadOnlyList<WorldKind> All { get; } =
    [
        new("rest, changed since, offsets that shift", () => new RestErp("Offset")),
        new("rest, changed since, offsets with a total", () => new RestErp("Offset") { HasTotal = true }),
        new("rest, changed since, page numbers", () => new RestErp("PageNumber")),
        new("rest, changed since, tokens that expire", () => new RestErp("Token")),
        new("rest, changed since, links that expire", () => new RestErp("NextLink")),
        new("rest, changed since, Link headers that expire", () => new RestErp("LinkHeader")),
        new("rest, everything, offsets that shift", () => new RestErp("Offset") { Changed = false }),
        new("rest, everything, links that expire", () => new RestErp("NextLink") { Changed = false }),
        new("odata V4, changed since, keyset", () => new ODataErp("Changed")),
        new("odata V4, delta links that expire", () => new ODataErp("Delta")),
        new("odata V4, everything, keyset", () => new ODataErp("Whole")),
        new("growing keys, looking back", () => new PostingsErp()),
        new("delivery, rest, batches by external id", new CrmKind("PutByExternalId", IsBatched: true)),
        new("delivery, rest, one by one by external id", new CrmKind("PutByExternalId", IsBatched: false)),
        new("delivery, rest, looked up and then created", new CrmKind("LookupThenCreate", IsBatched: false)),
        new("delivery, a target that only looks when it is told to", new CrmKind(Upsert: null, IsBatched: false)),
    ];
}
