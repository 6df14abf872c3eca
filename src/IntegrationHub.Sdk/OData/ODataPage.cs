namespace IntegrationHub.Sdk.OData;

/// <summary>A page as the service wrote it, cut into its records' own bytes. Immutable.</summary>
/// <param name="Items">The records.</param>
public sealed record ODataPage(IReadOnlyList<ODataItem> Items)
{
    /// <summary>The link to the next page, as it was written; null on the last.</summary>
    public string? Next { get; init; }

    /// <summary>The link for later changes, as it was written.</summary>
    public string? Delta { get; init; }

    /// <summary>How many records there are in all, when the service was asked.</summary>
    public long? Count { get; init; }

    /// <summary>Reads an answer: <c>d.results</c>, a bare <c>d</c> list, or <c>value</c>.</summary>
    /// <param name="body">The answer. The items' bytes are parts of it.</param>
    /// <param name="wanted">Names of properties whose values are needed; the items have them in this order.</param>
    /// <param name="what">The request in words, for messages.</param>
    /// <exception cref="ProtocolException">It is not JSON, or has no list of records. Nothing of it is quoted.</exception>
    public static ODataPage Read(ReadOnlyMemory<byte> body, IReadOnlyList<string> wanted, string what) => new PageReader(body, wanted, what).Page();

    /// <summary>Reads an answer that is one record: <c>d</c>, or the answer itself.</summary>
    /// <inheritdoc cref="Read"/>
    public static ODataItem ReadOne(ReadOnlyMemory<byte> body, IReadOnlyList<string> wanted, string what) => new PageReader(body, wanted, what).One();
}

/// <summary>One record of a page.</summary>
/// <param name="Json">As the service wrote it.</param>
/// <param name="Values">The wanted properties' values as text: numbers and truth values as JSON writes them, <c>{</c> or <c>[</c> for what is no plain value; null for null and for what is missing.</param>
/// <param name="IsObject">False for what is no JSON object, and so no record.</param>
/// <param name="HasMore">A list within it is only its first part: there is a link to the rest.</param>
public readonly record struct ODataItem(ReadOnlyMemory<byte> Json, IReadOnlyList<string?> Values, bool IsObject, bool HasMore);
