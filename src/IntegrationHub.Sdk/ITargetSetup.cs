namespace IntegrationHub.Sdk;

/// <summary>
/// Optional for a target: says what objects and fields the other side has, and makes what is missing where its API allows that. <c>hub target setup</c> holds the answer against the
/// mappings; a field that the other side would silently ignore is found before anything is delivered.
/// </summary>
public interface ITargetSetup
{
    /// <summary>An object with all its fields; null when there is none of this name.</summary>
    /// <remarks>
    /// Called on a target opened for it, any number of times; reads only. Throws as <see cref="ITarget.DeliverAsync"/> does. Cancellation ends it within a second with
    /// <see cref="OperationCanceledException"/>.
    /// </remarks>
    /// <param name="entity">The object, as <see cref="Delivery.Entity"/> says it.</param>
    /// <param name="cancellationToken">See remarks.</param>
    Task<TargetObject?> DescribeAsync(string entity, CancellationToken cancellationToken);

    /// <summary>Makes the object, if it is missing, and the given fields of it.</summary>
    /// <remarks>
    /// Called only when a person has asked for it, with what <see cref="DescribeAsync"/> did not have. Making what is there already succeeds and changes nothing. Throws as
    /// <see cref="ITarget.DeliverAsync"/> does; what was made until then stays.
    /// </remarks>
    /// <param name="entity">The object, as <see cref="Delivery.Entity"/> says it.</param>
    /// <param name="fields">The fields that are missing.</param>
    /// <param name="cancellationToken">See <see cref="DescribeAsync"/>.</param>
    /// <returns>
    /// What a person still has to do over there, one step each, in the words of that system's own screens ("Setup, Object Manager, Account, Fields: new field …"); empty when everything was made.
    /// A target whose API makes nothing gives all of it as steps.
    /// </returns>
    Task<IReadOnlyList<string>> PrepareAsync(string entity, IReadOnlyList<NeededField> fields, CancellationToken cancellationToken);

    /// <summary>The field that bears the external key of an object's records: the hub adds it to what is needed. Null: this target keeps it elsewhere. No I/O.</summary>
    string? ExternalKeyField(string entity);
}

/// <summary>An object of the other side.</summary>
public sealed record TargetObject(string Name, IReadOnlyList<TargetField> Fields);

/// <summary>A field of the other side.</summary>
/// <param name="Name">Its name in the API, as mappings write it; a field of a line table is <c>lines[].quantity</c>.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Writable">Whether a delivery can set it.</param>
/// <param name="Required">Whether a new record must have it.</param>
public sealed record TargetField(string Name, TargetFieldKind Kind, bool Writable = true, bool Required = false)
{
    /// <summary>Whether the other side keeps its values unique; null: it can do that for no field, so that the target looks before it creates.</summary>
    public bool? Unique { get; init; } = false;

    /// <summary>The most characters it holds; null: not known, or no text.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The values it takes, when it is a choice; else null.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}

/// <summary>A field that a mapping needs.</summary>
/// <param name="Name">As <see cref="TargetField.Name"/>.</param>
/// <param name="Kind">What the mapping writes into it.</param>
public sealed record NeededField(string Name, TargetFieldKind Kind)
{
    /// <summary>It bears the external key: a text of up to 255 characters whose values are unique.</summary>
    public bool IsExternalKey { get; init; }

    /// <summary>The object it refers to, when <see cref="Kind"/> is <see cref="TargetFieldKind.Reference"/>.</summary>
    public string? RefersTo { get; init; }
}

/// <summary>What a target's field holds.</summary>
public enum TargetFieldKind
{
    /// <summary>Not known, or of a kind of its own.</summary>
    Any,
    Text,
    LongText,

    /// <summary>A number, an amount or a quantity.</summary>
    Number,
    Flag,

    /// <summary>A day without time.</summary>
    Date,

    /// <summary>A point in time.</summary>
    Instant,

    /// <summary>One of a list of values.</summary>
    Choice,

    /// <summary>The id of another record.</summary>
    Reference,

    /// <summary>Rows with fields of their own.</summary>
    Lines,
}
