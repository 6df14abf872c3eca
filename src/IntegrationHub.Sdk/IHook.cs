namespace IntegrationHub.Sdk;

/// <summary>
/// Takes calls from outside: proves who calls, and finds the records in what they bring. The hub hears the call, keeps what was found, answers, and starts the syncs; the
/// records then come to the connection's source by <see cref="ConnectorServices.Received"/>. Made once when the hub starts, used from several threads at once.
/// </summary>
public interface IHook
{
    /// <summary>What can be called, by the entity's name: <c>/hooks/&lt;connection&gt;/&lt;entity&gt;</c>. The same every time; never throws.</summary>
    IReadOnlyDictionary<string, HookPlan> Plans { get; }

    /// <summary>
    /// Looks at one call. Called for every call that is not too large and not one too many, also for a sender's second try, so it keeps no state. Does no I/O, returns at once, and
    /// does not throw: what is wrong with a call is <see cref="HookAnswer.Refused"/>. There is nothing to cancel. Compares secrets in constant time, and tells none.
    /// </summary>
    /// <param name="entity">One of <see cref="Plans"/>.</param>
    /// <param name="call">What came.</param>
    HookAnswer Receive(string entity, HookCall call);
}

/// <summary>What the hub needs to know before it looks at a call, and what it does after it.</summary>
/// <param name="MostBytes">A larger body is refused unread.</param>
/// <param name="CallsPerSecond">From one address; more are asked to wait.</param>
/// <param name="Pushes">Whether calls bring records, for the connection's sync of that name.</param>
/// <param name="Triggers">Syncs that a call makes run earlier: <c>erp/Orders</c>.</param>
/// <param name="Debounce">How long a sync waits for more calls before it runs.</param>
public sealed record HookPlan(int MostBytes, int CallsPerSecond, bool Pushes, IReadOnlyList<string> Triggers, TimeSpan Debounce);

/// <summary>A call as it came.</summary>
/// <param name="Header">A header's value by its name, in any case; null when it is not there. Several are joined by a comma.</param>
/// <param name="Query">A value of the query by its name; null when it is not there.</param>
/// <param name="ContentType">Without its parameters; empty when nothing is said.</param>
/// <param name="Body">The bytes that were signed.</param>
/// <param name="At">When it came, by the hub's clock.</param>
public sealed record HookCall(Func<string, string?> Header, Func<string, string?> Query, string ContentType, ReadOnlyMemory<byte> Body, DateTimeOffset At);

/// <summary>What a call turned out to be. Closed: switch over all three.</summary>
public abstract record HookAnswer
{
    private HookAnswer() { }

    /// <summary>It comes from who it should.</summary>
    /// <param name="Records">In the order they hold; none when the call only says that there is something new.</param>
    /// <param name="CallIds">What this very call is known by: one that came before is no second call. None: nothing tells two equal calls apart. At most 64 characters each.</param>
    public sealed record Accepted(IReadOnlyList<PushedRecord> Records, IReadOnlyList<string> CallIds) : HookAnswer;

    /// <summary>A sender that only asks whether we are there, and wants this text back.</summary>
    public sealed record Echoed(string Text) : HookAnswer;

    /// <summary>It is not taken. The hub tells the caller no more than a status.</summary>
    public sealed record Refused(HookRefusal Why) : HookAnswer;
}

/// <summary>Why a call is not taken.</summary>
public enum HookRefusal
{
    /// <summary>No signature or token, or a wrong one.</summary>
    Signature,

    /// <summary>Signed too long ago, or in the future.</summary>
    Time,

    /// <summary>Not the kind of content that is read here.</summary>
    ContentType,

    /// <summary>The content is not what it says it is.</summary>
    Content,
}

/// <summary>A record that a call brought.</summary>
/// <param name="Key">As <see cref="SourceRecord.Key"/>; empty when it is broken.</param>
/// <param name="Change">Whether it is there, or gone.</param>
/// <param name="Json">One JSON object, as it was sent; of a broken one whatever came.</param>
/// <param name="Version">Grows with each change of the record; one that is less than what came before is dropped. Null: the later call holds.</param>
/// <param name="Broken">Why it is no record, without personal data; it is parked. Null: it is one.</param>
public sealed record PushedRecord(string Key, ChangeKind Change, ReadOnlyMemory<byte> Json, decimal? Version, string? Broken);
