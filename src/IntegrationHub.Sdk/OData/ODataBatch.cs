using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Sdk.OData;

/// <summary>One request within a <c>$batch</c>.</summary>
/// <param name="Method">GET, POST, PATCH or DELETE.</param>
/// <param name="Path">Relative to the service's root, encoded: <c>accounts(…)?$select=name</c>.</param>
/// <param name="Json">The body, or nothing.</param>
public sealed record ODataPart(HttpMethod Method, string Path, ReadOnlyMemory<byte>? Json = null)
{
    /// <summary>Its own headers, such as <c>If-Match</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>What is answered as one: a single request, or a change set, which the service carries out whole or not at all. A change set has no GET.</summary>
/// <param name="Parts">At least one.</param>
/// <param name="IsChangeSet">Whether it is one transaction.</param>
public sealed record ODataGroup(IReadOnlyList<ODataPart> Parts, bool IsChangeSet = false)
{
    /// <summary>A request that stands alone.</summary>
    public ODataGroup(ODataPart part) : this([part])
    {
    }
}

/// <summary>
/// Several requests in one, as OData writes and answers them (versions 2 and 4: multipart/mixed, RFC 2046, lines ended by CRLF). Pure text: it sends nothing. Safe from several threads.
/// </summary>
public static class ODataBatch
{
    private const string Line = "\r\n";

    /// <summary>The body of a <c>$batch</c>. The caller disposes it with its request.</summary>
    /// <param name="groups">In the order in which they are carried out.</param>
    public static HttpContent Write(IReadOnlyList<ODataGroup> groups)
    {
        var boundary = $"batch_{Guid.NewGuid():N}";
        using var body = new MemoryStream();
        foreach (var group in groups)
        {
            Put(body, $"--{boundary}{Line}");
            if (!group.IsChangeSet)
            {
                Put(body, group.Parts[0], contentId: null);
                continue;
            }

            var inner = $"changeset_{Guid.NewGuid():N}";
            Put(body, $"Content-Type: multipart/mixed; boundary={inner}{Line}{Line}");
            for (var at = 0; at < group.Parts.Count; at++)
            {
                Put(body, $"--{inner}{Line}");
                Put(body, group.Parts[at], contentId: at + 1);
            }

            Put(body, $"--{inner}--{Line}{Line}");
        }

        Put(body, $"--{boundary}--{Line}");
        var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("multipart/mixed") { Parameters = { new NameValueHeaderValue("boundary", boundary) } };
        return content;
    }

    /// <summary>
    /// The answers, one list for each group: for a change set that was carried out as many as it had parts, for one that was not the single refusal. They are named by <paramref name="answer"/>.
    /// </summary>
    /// <exception cref="ProtocolException">It is no such answer, or has another number of groups.</exception>
    public static IReadOnlyList<IReadOnlyList<ApiAnswer>> Read(ApiAnswer answer, IReadOnlyList<ODataGroup> groups)
    {
        var parts = Multipart(Type(answer), Encoding.Latin1.GetString(answer.Body)) ?? throw Nonsense(answer, "is no multipart/mixed");
        if (parts.Count != groups.Count)
            throw Nonsense(answer, $"has {parts.Count} parts for {groups.Count}");
        return [.. parts.Zip(groups, (part, group) => One(answer, part, group))];
    }

    private static List<ApiAnswer> One(ApiAnswer whole, (Dictionary<string, string> Headers, string Body) part, ODataGroup group)
    {
        List<ApiAnswer> answers = Multipart(part.Headers.GetValueOrDefault("Content-Type"), part.Body) is { } inner ? [.. inner.Select(one => Response(whole, one.Body))] : [Response(whole, part.Body)];
        return answers.Count == group.Parts.Count || (answers.Count == 1 && !answers[0].IsSuccess) ? answers : throw Nonsense(whole, $"has {answers.Count} answers for a change set of {group.Parts.Count}");
    }

    private static ApiAnswer Response(ApiAnswer whole, string text)
    {
        var (head, body) = Cut(text.TrimStart('\r', '\n'), Line + Line);
        var (status, headers) = Cut(head, Line);
        var words = status.Split(' ', 3);
        if (words.Length < 2 || !words[0].StartsWith("HTTP/", StringComparison.Ordinal) || !int.TryParse(words[1], out var code))
            throw Nonsense(whole, "has a part that is no HTTP");
        var named = Headers(headers);
        return new ApiAnswer(whole.What, whole.Check, (HttpStatusCode)code, Encoding.Latin1.GetBytes(body.TrimEnd('\r', '\n')))
        {
            Headers = named.ToDictionary(header => header.Key, IReadOnlyList<string> (header) => [header.Value], StringComparer.OrdinalIgnoreCase),
            RetryAfter = named.TryGetValue("Retry-After", out var after) && int.TryParse(after, out var seconds) ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    /// <summary>Null when it is none.</summary>
    private static List<(Dictionary<string, string> Headers, string Body)>? Multipart(string? type, string text)
    {
        if (type is null || !MediaTypeHeaderValue.TryParse(type, out var media) || media.MediaType != "multipart/mixed" || media.Parameters.FirstOrDefault(part => part.Name == "boundary")?.Value?.Trim('"') is not { } boundary)
            return null;
        var parts = new List<(Dictionary<string, string>, string)>();
        var pieces = (Line + text).Split($"{Line}--{boundary}");
        foreach (var piece in pieces.Skip(1).TakeWhile(piece => !piece.StartsWith("--", StringComparison.Ordinal)))
        {
            var (head, body) = Cut(piece.TrimStart(' ', '\t'), Line + Line);
            parts.Add((Headers(head), body));
        }

        return pieces[^1].StartsWith("--", StringComparison.Ordinal) ? parts : null;   // else it was cut off
    }

    private static Dictionary<string, string> Headers(string head) => head.Split(Line, StringSplitOptions.RemoveEmptyEntries).Select(line => Cut(line, ":")).GroupBy(header => header.Before.Trim(), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(headers => headers.Key, headers => headers.Last().After.Trim(), StringComparer.OrdinalIgnoreCase);

    private static (string Before, string After) Cut(string text, string mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + mark.Length)..]) : (text, "");

    private static string? Type(ApiAnswer answer) => answer.Headers.TryGetValue("Content-Type", out var types) ? types[0] : null;

    private static ProtocolException Nonsense(ApiAnswer answer, string why) => new($"{answer.What}: the answer ({(int)answer.Status}) {why}. Check {answer.Check}.");

    private static void Put(MemoryStream body, ODataPart part, int? contentId)
    {
        var head = new StringBuilder($"Content-Type: application/http{Line}Content-Transfer-Encoding: binary{Line}");
        if (contentId is { } id)
            head.Append("Content-ID: ").Append(id).Append(Line);
        head.Append(Line).Append(part.Method).Append(' ').Append(part.Path).Append(" HTTP/1.1").Append(Line);
        foreach (var (name, value) in part.Headers)
            head.Append(name).Append(": ").Append(value).Append(Line);
        if (!part.Headers.ContainsKey("Accept"))
            head.Append("Accept: application/json").Append(Line);
        if (part.Json is { } json)
            head.Append("Content-Type: application/json; charset=utf-8").Append(Line).Append("Content-Length: ").Append(json.Length).Append(Line);
        head.Append(Line);
        Put(body, head.ToString());
        if (part.Json is { } sent)
            body.Write(sent.Span);
        Put(body, Line + (part.Json is null ? Line : ""));   // two blank lines after a GET: SAP's guide asks for them
    }

    private static void Put(MemoryStream body, string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
