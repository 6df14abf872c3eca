namespace IntegrationHub.Sdk;

/// <summary>
/// Optional for a source: can say which fields an entity has without reading its records. <c>hub discover</c> shows and records the answer, and
/// mappings are held against what was recorded. A source without it is described by the first records it gives.
/// </summary>
public interface ISourceSchema
{
    /// <summary>
    /// All fields an entity's records can have, lists and objects as well as what is within them. A field that is not in the answer is in no
    /// record: a mapping that asks for it is refused. Empty when nobody knows beforehand (documents without a header); the hub then looks at records.
    /// </summary>
    /// <remarks>
    /// Called any number of times, before or instead of <see cref="ISource.ReadAsync"/>, not from several threads at once. It moves no
    /// position, and gives the same answer while the other side is the same.
    /// <para>Throws as <see cref="ISource.ReadAsync"/> does: <see cref="SetupException"/> for an entity that is not there.</para>
    /// <para>Cancellation ends it within a second with <see cref="OperationCanceledException"/>.</para>
    /// </remarks>
    /// <param name="entity">The entity's name in the outside system.</param>
    Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken);
}

/// <summary>A field of an entity's records.</summary>
/// <param name="Path">
/// The names on the way to it, each as <see cref="NameOf"/> writes it, parted by dots, with <c>[]</c> behind a list: <c>lines[].ProductID</c>.
/// </param>
/// <param name="Kind">What it holds.</param>
public sealed record SourceField(string Path, SourceFieldKind Kind)
{
    /// <summary>A name as it stands in a path: in single quotes when it has a dot, a bracket or a quote. Never throws; safe from several threads.</summary>
    public static string NameOf(string name) =>
        name.Length > 0 && name.AsSpan().IndexOfAny(".[]='\"") < 0 ? name : $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}

/// <summary>What a field holds when it is not null.</summary>
public enum SourceFieldKind
{
    /// <summary>Not known, or not always the same.</summary>
    Any,
    Text,
    Number,
    Boolean,

    /// <summary>Fields of its own.</summary>
    Object,

    /// <summary>Elements; when they are objects, their fields follow under <c>[]</c>.</summary>
    List,
}
