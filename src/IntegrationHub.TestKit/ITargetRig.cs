using System.Text.Json.Nodes;
using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit;

/// <summary>
/// What <see cref="UpsertContract"/> needs to know of a target: something in the place of the real system, and records it takes. One rig serves one fact: it is made, started, used from one
/// thread, and disposed; an exception of its own fails the fact.
/// </summary>
public interface IUpsertRig : IAsyncDisposable
{
    /// <summary>The object the facts deliver, as <see cref="Delivery.Entity"/> says it.</summary>
    string Entity { get; }

    /// <summary>Starts the system, empty. Called once, before all else.</summary>
    Task StartAsync();

    /// <summary>A new target for it, with good credentials. May be called several times; must not do I/O.</summary>
    ITarget Open(ConnectorServices services);

    /// <summary>
    /// Fields it takes, different for each number and for each version of a number, all of them set. At least one is a text of more than three letters that occurs nowhere else.
    /// </summary>
    JsonObject Fields(int number, int version);

    /// <summary>Fields it refuses for what they are. At least one is a text as in <see cref="Fields"/>.</summary>
    JsonObject PoisonedFields(int number);

    /// <summary>
    /// All objects it holds under an external key, asked of the system itself and not through the target. Deleted ones are not there.
    /// </summary>
    Task<IReadOnlyList<RemoteObject>> FindAsync(string externalKey);
}

/// <summary>What <see cref="TargetContract"/> needs besides: a scripted server that can go wrong.</summary>
public interface ITargetRig : IUpsertRig
{
    /// <summary>Every secret in the options of the targets it opens, the wrong ones too: what no message may hold.</summary>
    IReadOnlyList<string> Secrets { get; }

    /// <summary>A new target for the server, with credentials it refuses. The same rules as for <see cref="IUpsertRig.Open"/>.</summary>
    ITarget OpenWithWrongCredentials(ConnectorServices services);

    /// <summary>
    /// Lets the next request to which it applies go wrong, once. The task it returns completes when that has happened: so a
    /// fact can tell that it has seen what it is about.
    /// </summary>
    Task Plan(TargetFault fault);
}

/// <summary>An object as the server holds it.</summary>
/// <param name="Id">Its id there: what <see cref="DeliveryResult.Delivered.RemoteId"/> has to say.</param>
/// <param name="Fields">Its fields in the words of <see cref="IUpsertRig.Fields"/>; the rig translates back what the server keeps differently. More fields do no harm.</param>
public sealed record RemoteObject(string Id, JsonObject Fields);

/// <summary>What a rig's server can do wrong.</summary>
public enum TargetFault
{
    /// <summary>Answers "too many requests", asks to wait <see cref="TargetContract.Wait"/>, and does nothing.</summary>
    TooManyRequests,

    /// <summary>Answers that it failed (HTTP 500), and does nothing.</summary>
    Failure,

    /// <summary>Carries a write out, and drops the connection instead of answering. Reads are not struck.</summary>
    LostAnswer,

    /// <summary>Answers success with something that makes no sense, and does nothing.</summary>
    Nonsense,

    /// <summary>Takes the request, does nothing, and does not answer until the caller hangs up.</summary>
    Hang,
}
