namespace IntegrationHub.Host.Queries;

/// <summary>Open parked records with one cause in one place.</summary>
internal sealed record ParkedGroup
{
    /// <summary>The sync or target: <c>northwind/Orders</c>, <c>demo-crm</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>read, map, resolve or deliver.</summary>
    public required string Stage { get; init; }

    public required string Cause { get; init; }
    public required long Records { get; init; }
    public required DateTimeOffset FirstAt { get; init; }
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The newest of them, to begin looking at.</summary>
    public required long ExampleNo { get; init; }
}

/// <summary>One parked record, without its payload.</summary>
public record ParkedRow
{
    public required long ParkedNo { get; init; }
    public required string Scope { get; init; }
    public required string Stage { get; init; }

    /// <summary>The record's key in the source, or the place of input that is no record.</summary>
    public required string Id { get; init; }

    public required string Cause { get; init; }
    public required string Reason { get; init; }
    public long? RunNo { get; init; }
    public required DateTimeOffset FirstAt { get; init; }
    public required DateTimeOffset LastAt { get; init; }
    public required int Times { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>stored, delivered, dropped, superseded or mended.</summary>
    public string? ClosedHow { get; init; }
}

/// <summary>One parked record with what came from the source, as text.</summary>
internal sealed record ParkedDetail : ParkedRow
{
    [System.Text.Json.Serialization.JsonIgnore]
    public byte[]? Payload { get; init; }

    /// <summary>The payload to be shown; bytes that are no UTF-8 become replacement characters.</summary>
    public string? PayloadText => Payload is null ? null : System.Text.Encoding.UTF8.GetString(Payload);
}

/// <summary>Which parked records are meant. Null: any.</summary>
/// <param name="Scope">The sync or target.</param>
/// <param name="Stage">read, map, resolve or deliver.</param>
/// <param name="Cause">The whole cause.</param>
/// <param name="RunNo">The run that last set it aside.</param>
/// <param name="Closed">Also those that are closed already.</param>
/// <param name="ClosedHow">Only those closed in this way; asks for <paramref name="Closed"/> too.</param>
internal sealed record ParkedFilter(string? Scope = null, string? Stage = null, string? Cause = null, long? RunNo = null, bool Closed = false, string? ClosedHow = null);
