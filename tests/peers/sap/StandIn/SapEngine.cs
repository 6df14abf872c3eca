using System.Collections.Concurrent;
using System.Text;
using SapStandIn.Answers;
using SapStandIn.Data;
using SapStandIn.Metadata;
using SapStandIn.Queries;

namespace SapStandIn;

/// <summary>What the stand-in answers to a request, whoever carries it: the server beside this, or a scripted server of a test. Safe from several threads.</summary>
public sealed class SapEngine(SapData data, SapOptions options)
{
    private const string Token = "Kx6mT2zQ5v0RrWq1b7dN4A==";
    private readonly ReadEndpoint _read = new(data, options);
    private readonly ConcurrentQueue<SapRequest> _requests = new();

    public SapData Data { get; } = data;

    public SapOptions Options { get; } = options;

    /// <summary>All requests so far, without their credentials.</summary>
    public IReadOnlyCollection<SapRequest> Requests => _requests;

    /// <param name="host">How the client calls this server: <c>http://127.0.0.1:4004</c>.</param>
    public SapResponse Answer(SapRequest request, string host)
    {
        _requests.Enqueue(request with { Headers = request.Headers.Where(header => !header.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase)).ToDictionary() });
        var (path, queryText) = request.Target.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? (request.Target[..mark], request.Target[(mark + 1)..]) : (request.Target, "");
        path = Uri.UnescapeDataString(path);
        if (!IsAllowed(request.Header("authorization")))
            return Errors.LogOn();
        var service = ServiceOf(path, out var root, out var rest);
        var language = "en";
        try
        {
            var query = new QueryOptions(queryText);
            language = LanguageOf(query["sap-language"] ?? request.Header("sap-language") ?? request.Header("accept-language"));
            if ((query["sap-client"] ?? request.Header("sap-client") ?? Options.Client) != Options.Client)
                return Errors.LogOn();
            if (service is null)
                throw new SapFailure(403, "/IWFND/MED/170", $"No service found for namespace '', name '{root.Split('/')[^1]}', version '0001'");
            var response = Route(service, host + root, rest, query.Known(), request);
            response.Headers["dataserviceversion"] = "2.0";
            return response;
        }
        catch (SapFailure failure)
        {
            var refused = Errors.Of(failure, language, service?.Name ?? "");
            if (failure.Code == CsrfCode)
                return new SapResponse(403, "text/plain;charset=utf-8", failure.Message) { Headers = { ["x-csrf-token"] = "Required" } };
            return refused;
        }
    }

    private const string CsrfCode = "/IWFND/CSRF";

    private SapResponse Route(EdmService service, string root, string path, QueryOptions query, SapRequest request)
    {
        var response = request.Method is "GET" or "HEAD" ? Get(service, root, path, query) : Changing();
        if (request.Method is "GET" or "HEAD" && request.Header("x-csrf-token")?.Equals("Fetch", StringComparison.OrdinalIgnoreCase) == true)
        {
            response.Headers["x-csrf-token"] = Token;
            response.Headers["set-cookie"] = "SAP_SESSIONID_S4H_100=stand-in; path=/; HttpOnly";
        }

        return response;

        SapResponse Changing()
        {
            if (request.Header("x-csrf-token") != Token)
                throw new SapFailure(403, CsrfCode, "CSRF token validation failed");
            return path == "$batch"
                ? BatchEndpoint.Answer(request, target => Part(service, root, target, query["sap-language"] ?? "en"))
                : new WriteEndpoint(Data, _read).Answer(service, root, path, request);
        }
    }

    private SapResponse Get(EdmService service, string root, string path, QueryOptions query) => path switch
    {
        "" => new(200, ReadEndpoint.Json, "{\"d\":{\"EntitySets\":[" + string.Join(',', service.Sets.Keys.Select(set => $"\"{set}\"")) + "]}}"),
        "$metadata" => new(200, "application/xml", service.Document),
        _ when query["$format"] is "atom" => throw new SapFailure(415, "/IWFND/CM_MGW_RT/044", "This stand-in writes JSON only."),
        _ => _read.Get(service, root, path, query),
    };

    private SapResponse Part(EdmService service, string root, string target, string language)
    {
        try
        {
            var (path, query) = target.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? (target[..mark], target[(mark + 1)..]) : (target, "");
            return Get(service, root, Uri.UnescapeDataString(path), new QueryOptions(query).Known());
        }
        catch (SapFailure failure)
        {
            return Errors.Of(failure, language, service.Name);
        }
    }

    private static string LanguageOf(string? wanted) => wanted is { Length: >= 2 } && char.IsAsciiLetter(wanted[0]) ? wanted[..2].ToLowerInvariant() : "en";

    private bool IsAllowed(string? authorization) =>
        authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Options.User}:{Options.Password}")) || Options.Token is { } token && authorization == $"Bearer {token}";

    /// <summary>The service of a path, how it was called, and what is behind it.</summary>
    private static EdmService? ServiceOf(string path, out string root, out string rest)
    {
        foreach (var prefix in (string[])["/sap/opu/odata/sap/", "/sap/c4c/odata/v1/"])
        {
            if (!path.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            var segment = path[prefix.Length..].Split('/')[0];
            root = prefix + segment;
            rest = path[root.Length..].Trim('/');
            var (name, version) = segment.Split(";v=") is [var some, var number] ? (some, number.PadLeft(4, '0')) : (segment, "0001");
            return EdmService.All.FirstOrDefault(service => service.Name == name && service.Version == version);
        }

        (root, rest) = (path, "");
        return null;
    }
}
