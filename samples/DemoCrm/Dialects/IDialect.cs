using DemoCrm.Api;

namespace DemoCrm.Dialects;

/// <summary>
/// One vendor's API, far enough to test what it means: upsert, partial failure, limits, stale versions. Each is a folder here, its facts from the vendor's documentation, and is held against the
/// vendor's description of the API in <c>tests/peers/crm-contracts</c> where there is one.
/// </summary>
public interface IDialect
{
    /// <summary>The name on the command line: <c>salesforce</c>.</summary>
    string Name { get; }

    /// <summary>An id as the vendor makes them, for the record of an object with this number (from 1). Always the same for the same.</summary>
    string NewId(string table, int number);

    /// <summary>Makes the objects a new account has, with the fields and unique fields that the hub's mappings need.</summary>
    void Furnish(StandInStore store);

    /// <summary>Adds the vendor's paths. They look at credentials themselves (good: <paramref name="secret"/>, in the place the vendor has for it) and answer as the vendor does.</summary>
    void Map(WebApplication app, StandInStore store, string secret);

    /// <summary>Whether planned faults strike this request: not logins, for instance.</summary>
    bool Strikes(HttpRequest request);

    /// <summary>Whether the request changes something: only then can its answer be lost after the commit.</summary>
    bool Writes(HttpRequest request);

    /// <summary>
    /// The vendor's own answer for <see cref="FaultKind.Fail"/> and <see cref="FaultKind.TooBusy"/>; <paramref name="retryAfter"/>: for how long, in whatever way the vendor says it.
    /// </summary>
    IResult Faulty(FaultKind kind, TimeSpan? retryAfter);
}
