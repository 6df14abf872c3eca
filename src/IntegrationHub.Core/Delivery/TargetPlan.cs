namespace IntegrationHub.Core.Delivery;

/// <summary>What deliveries to a target would do now, without doing it. Holds values of records: for those who may see them only.</summary>
public sealed record TargetPlan
{
    /// <summary>The connection.</summary>
    public required string Target { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>By entity, in the order of delivery; only those with something marked.</summary>
    public required IReadOnlyList<PlannedEntity> Entities { get; init; }

    /// <summary>What the mapping refuses, by cause.</summary>
    public required IReadOnlyList<PlannedCause> Refused { get; init; }

    /// <summary>What waits for a record it refers to, by the reason that one does not come.</summary>
    public required IReadOnlyList<PlannedCause> Waiting { get; init; }

    /// <summary>Whether the live target was asked.</summary>
    public required LiveLook Live { get; init; }

    /// <summary>Why it could not be; else null.</summary>
    public string? Problem { get; init; }

    /// <summary>How many records were held against the target.</summary>
    public required int Compared { get; init; }

    /// <summary>How often each field changes in what was compared.</summary>
    public required IReadOnlyList<PlannedFieldCount> Fields { get; init; }

    /// <summary>Some of what was compared, with what changes.</summary>
    public required IReadOnlyList<PlannedRecord> Records { get; init; }

    /// <summary>Deliveries to be made, and questions before them where the mapping adopts.</summary>
    public required long Calls { get; init; }

    /// <summary>How long that takes and whether the account's calls last.</summary>
    public required DeliveryForecast Forecast { get; init; }

    public long Creates => Entities.Sum(entity => entity.Creates);
    public long Updates => Entities.Sum(entity => entity.Updates);
    public long Deletes => Entities.Sum(entity => entity.Deletes);
    public long Unchanged => Entities.Sum(entity => entity.Unchanged);

    /// <summary>What leaves.</summary>
    public long Leaving => Creates + Updates + Deletes;
}

/// <summary>What becomes of the marked records of one entity.</summary>
/// <param name="Entity">The canonical entity.</param>
/// <param name="Object">The target's object.</param>
public sealed record PlannedEntity(string Entity, string Object)
{
    public long Creates { get; set; }
    public long Updates { get; set; }
    public long Deletes { get; set; }

    /// <summary>The target shows them already.</summary>
    public long Unchanged { get; set; }

    /// <summary>The mapping leaves them out, or the target never had what is deleted.</summary>
    public long LeftOut { get; set; }

    /// <summary>A record they refer to is not there and does not come with this round.</summary>
    public long Waiting { get; set; }

    /// <summary>The mapping refuses them.</summary>
    public long Refused { get; set; }

    /// <summary>Requests this takes, at the batch size of the settings.</summary>
    public long Calls { get; set; }
}

/// <summary>Records with the same reason not to leave.</summary>
public sealed record PlannedCause(string Entity, string Cause, long Records, string FirstKey);

/// <summary>How often a field changes.</summary>
public sealed record PlannedFieldCount(string Entity, string Field, long Records);

/// <summary>One record, held against the target.</summary>
/// <param name="Entity">The canonical entity.</param>
/// <param name="Key">Its key.</param>
/// <param name="Change">What delivering it does.</param>
/// <param name="Fields">The fields that change.</param>
public sealed record PlannedRecord(string Entity, string Key, PlannedChange Change, IReadOnlyList<PlannedField> Fields);

/// <summary>A field that changes, as short JSON.</summary>
/// <param name="Name">The target's name.</param>
/// <param name="From">What stands there now; null: nothing, or it is not known.</param>
/// <param name="To">What will; null: nothing.</param>
public sealed record PlannedField(string Name, string? From, string? To);

/// <summary>What delivering a record does.</summary>
public enum PlannedChange
{
    Create,
    Update,
    Delete,

    /// <summary>It is marked as changed, but the target shows all of it already.</summary>
    Nothing,

    /// <summary>The hub knows no id, but a record with its external key is there: it is changed, not made.</summary>
    Found,

    /// <summary>The record whose id the hub knows is not there any more.</summary>
    Gone,
}

/// <summary>Whether the live target was asked.</summary>
public enum LiveLook
{
    Asked,

    /// <summary>Its connector cannot show what is there: what changes is known only as far as the hub remembers what was acknowledged.</summary>
    CannotShow,

    /// <summary>It failed; the rest of the plan holds.</summary>
    Failed,
}

/// <summary>How long a backlog takes, and whether the account's calls last.</summary>
/// <param name="Records">What leaves.</param>
/// <param name="Calls">Requests.</param>
/// <param name="PerSecond">Records a second: the settings' limit or what the last rounds took, whichever is less; null: nobody knows yet.</param>
/// <param name="DoneAt">When all of it has left; null: nobody knows yet.</param>
/// <param name="CallsLeft">What the account has left until the count begins anew; null: nobody limits it.</param>
/// <param name="ExhaustedAt">When the calls run out before the end; null: they last.</param>
/// <param name="ResetsAt">When the count begins anew; null: nobody limits it.</param>
public sealed record DeliveryForecast(long Records, long Calls, double? PerSecond, DateTimeOffset? DoneAt, long? CallsLeft, DateTimeOffset? ExhaustedAt, DateTimeOffset? ResetsAt)
{
    /// <param name="records">What leaves.</param>
    /// <param name="calls">Requests that takes.</param>
    /// <param name="perSecond">The pace; null: unknown.</param>
    /// <param name="callsLeft">Of the account; null: not limited.</param>
    /// <param name="resetsAt">When its count begins anew.</param>
    /// <param name="callsPerDay">What the hub may use of a whole day.</param>
    /// <param name="now">The present.</param>
    public static DeliveryForecast Of(long records, long calls, double? perSecond, long? callsLeft, DateTimeOffset? resetsAt, long? callsPerDay, DateTimeOffset now)
    {
        if (records == 0)
            return new DeliveryForecast(0, 0, perSecond, now, callsLeft, null, resetsAt);
        if (callsLeft is { } left && left < calls && resetsAt is { } anew)
        {
            // as much as is left now; the rest when the count begins anew, a day's calls a day
            var exhausted = perSecond is { } pace ? now + TimeSpan.FromSeconds(records * ((double)left / calls) / pace) : now;
            DateTimeOffset? done = null;
            if (callsPerDay is > 0 and { } perDay && perSecond is { } later)
            {
                var rest = calls - left;
                done = anew + TimeSpan.FromDays((rest - 1) / perDay) + TimeSpan.FromSeconds(records * ((double)(rest - (rest - 1) / perDay * perDay) / calls) / later);
            }

            return new DeliveryForecast(records, calls, perSecond, done, left, exhausted > anew ? null : exhausted, anew);
        }

        return new DeliveryForecast(records, calls, perSecond, perSecond is { } known ? now + TimeSpan.FromSeconds(records / known) : null, callsLeft, null, resetsAt);
    }
}
