using System.Text;
using Microsoft.Net.Http.Headers;

namespace DemoCrm.Dialects;

/// <summary>A request as a dialect looks at it, alone or out of a <c>$batch</c>.</summary>
/// <param name="Path">Below the service's root, decoded.</param>
internal sealed record ODataRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static ODataRequest Of(string method, string target, IReadOnlyDictionary<string, string> headers, string body)
    {
        var parts = target.Split('?', 2);
        var query = parts.Length == 1 ? [] : parts[1].Split('&').Select(option => option.Split('=', 2)).ToDictionary(option => Uri.UnescapeDataString(option[0]), option => Uri.UnescapeDataString(option[^1].Replace('+', ' ')));
        return new ODataRequest(method, Uri.UnescapeDataString(parts[0]), query, headers, body);
    }

    public string? Option(string name) => Query.GetValueOrDefault(name);
}

/// <summary>An answer of a dialect.</summary>
internal sealed record ODataReply(int Status, string Body = "")
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public string Type { get; init; } = "application/json; charset=utf-8";

    public bool IsSuccess => Status is >= 200 and < 300;

    public IResult Result() => new Sent(this);

    private sealed class Sent(ODataReply reply) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = reply.Status;
            foreach (var (name, value) in reply.Headers)
                httpContext.Response.Headers.Append(name, value);
            if (reply.Body.Length == 0)
                return;
            httpContext.Response.ContentType = reply.Type;
            await httpContext.Response.WriteAsync(reply.Body, Encoding.UTF8);
        }
    }
}

/// <summary>A <c>$batch</c>, read and answered: multipart/mixed, as OData 2 and 4 have it.</summary>
internal static class ODataMultipart
{
    private const string Line = "\r\n";

    /// <summary>The groups of requests; a change set is marked. Null: it is no such thing.</summary>
    public static IReadOnlyList<(bool IsChangeSet, IReadOnlyList<ODataRequest> Requests)>? Read(string? type, string body)
    {
        if (Parts(type, body) is not { } parts)
            return null;
        var groups = new List<(bool, IReadOnlyList<ODataRequest>)>();
        foreach (var (inner, content) in parts)
        {
            if (Parts(inner, content) is { } set)
                groups.Add((true, [.. set.Select(part => Request(part.Content))]));
            else
                groups.Add((false, [Request(content)]));
        }

        return groups;
    }

    /// <summary>The answer: a change set that was carried out is a multipart of its own, a refused one is its refusal.</summary>
    public static ODataReply Answer(int status, IEnumerable<(bool IsChangeSet, IReadOnlyList<ODataReply> Replies)> groups)
    {
        var text = new StringBuilder();
        var boundary = $"batchresponse_{Guid.NewGuid()}";
        foreach (var (isChangeSet, replies) in groups)
        {
            text.Append("--").Append(boundary).Append(Line);
            if (!isChangeSet)
            {
                Put(text, replies[0]);
                continue;
            }

            var inner = $"changesetresponse_{Guid.NewGuid()}";
            text.Append("Content-Type: multipart/mixed; boundary=").Append(inner).Append(Line).Append(Line);
            foreach (var reply in replies)
            {
                text.Append("--").Append(inner).Append(Line);
                Put(text, reply);
            }

            text.Append("--").Append(inner).Append("--").Append(Line);
        }

        text.Append("--").Append(boundary).Append("--").Append(Line);
        return new ODataReply(status, text.ToString()) { Type = $"multipart/mixed; boundary={boundary}" };
    }

    private static void Put(StringBuilder text, ODataReply reply)
    {
        text.Append("Content-Type: application/http").Append(Line).Append("Content-Transfer-Encoding: binary").Append(Line).Append(Line);
        text.Append("HTTP/1.1 ").Append(reply.Status).Append(" Status").Append(Line);
        foreach (var (name, value) in reply.Headers)
            text.Append(name).Append(": ").Append(value).Append(Line);
        if (reply.Body.Length > 0)
            text.Append("Content-Type: ").Append(reply.Type).Append(Line);
        text.Append(Line).Append(reply.Body).Append(Line);
    }

    private static ODataRequest Request(string content)
    {
        var (head, body) = Cut(content.TrimStart('\r', '\n'), Line + Line);
        var lines = head.Split(Line);
        var words = lines[0].Split(' ');
        return ODataRequest.Of(words[0], words[1], Headers(lines.Skip(1)), body.Trim('\r', '\n'));
    }

    private static List<(string? Type, string Content)>? Parts(string? type, string text)
    {
        if (!MediaTypeHeaderValue.TryParse(type, out var media) || media.MediaType != "multipart/mixed" || HeaderUtilities.RemoveQuotes(media.Boundary).ToString() is not { Length: > 0 } boundary)
            return null;
        return [.. (Line + text).Split($"{Line}--{boundary}").Skip(1).TakeWhile(piece => !piece.StartsWith("--", StringComparison.Ordinal))
            .Select(piece => Cut(piece.StartsWith(Line, StringComparison.Ordinal) ? piece[2..] : piece, Line + Line)).Select(piece => (Headers(piece.Before.Split(Line)).GetValueOrDefault("Content-Type"), piece.After))];
    }

    private static Dictionary<string, string> Headers(IEnumerable<string> lines) =>
        lines.Where(line => line.Contains(':', StringComparison.Ordinal)).Select(line => Cut(line, ":")).ToDictionary(header => header.Before.Trim(), header => header.After.Trim(), StringComparer.OrdinalIgnoreCase);

    private static (string Before, string After) Cut(string text, string mark) =>
        text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + mark.Length)..]) : (text, "");
}
