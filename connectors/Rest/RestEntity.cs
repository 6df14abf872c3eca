using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.Connectors.Rest;

/// <summary>One entity of the API: which address a page has, and what is in its answer. Safe from several threads.</summary>
internal sealed partial class RestEntity(string name, RestEntityOptions options, RestReader reader)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private readonly JsonPlace _records = new(options.Records);
    private readonly JsonPlace _key = new(options.Key);
    private readonly JsonPlace _stamp = new(options.Changed?.Field);
    private readonly JsonPlace _deleted = new(options.Deleted);
    private readonly JsonPlace _next = new(options.Paging.Next);
    private readonly JsonPlace _total = new(options.Paging.Total);

    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var place = new RestPlace(options.Path, Setting(nameof(options.Path)));
        var page = await reader.GetAsync(name, place, Address(request), cancellationToken);
        if (request.Continue is not null && ForgetsPlaces && page.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Gone)
            return Page.Expired;
        if (page.Status != HttpStatusCode.OK)
            throw page.Failure();
        using var document = page.Document();
        var list = _records.In(document.RootElement);
        if (list.ValueKind != JsonValueKind.Array)
            throw new ProtocolException($"{page.What}: the answer has no list {(options.Records is null ? "as a whole" : $"at '{options.Records}'")}. Check {Setting(nameof(options.Records))}.");
        var (records, broken) = Read(list, page.Body);
        if (options.Changed is { } changed && records.Count > 0 && records.TrueForAll(record => record.Stamp is null))
            throw new SetupException($"{page.What}: no record has a time of change at '{changed.Field}'. Check {Setting("Changed:Field")}.");
        var total = _total.TextIn(document.RootElement) is { } text && options.Paging.Total is not null && long.TryParse(text, NumberStyles.None, Invariant, out var number) ? number : (long?)null;
        return new Page(records, Next(request, page, document.RootElement, list.GetArrayLength(), total)) { Broken = broken, Total = total };
    }

    /// <summary>Tokens and links lead nowhere after a while. Without beginning again, a pass that was broken off would stand there for ever.</summary>
    private bool ForgetsPlaces => options.Paging.Style is RestPaging.Token or RestPaging.NextLink or RestPaging.LinkHeader;

    private Uri Address(PageRequest request)
    {
        if (options.Paging.Style is RestPaging.NextLink or RestPaging.LinkHeader && request.Continue is { } link)
            return reader.Follow(reader.At("/"), link, new RestPlace(options.Path, Setting("Paging:Next")));
        var paging = options.Paging;
        List<(string Name, string Value)> query = [];
        if (options.Changed is { } changed && request.Since is { } since)
            query.Add((changed.Parameter, changed.Value.Replace("{since}", since, StringComparison.Ordinal)));
        if (paging.SizeParameter is { } size)
            query.Add((size, paging.Size.ToString(Invariant)));
        if (paging.Parameter is { } parameter && (request.Continue ?? Beginning) is { } at)
            query.Add((parameter, at));
        var separator = options.Path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return reader.At(query.Count == 0 ? options.Path : $"{options.Path}{separator}{string.Join('&', query.Select(part => $"{Uri.EscapeDataString(part.Name)}={Uri.EscapeDataString(part.Value)}"))}");
    }

    /// <summary>What a first page is asked with; tokens have no beginning.</summary>
    private string? Beginning => options.Paging.Style switch
    {
        RestPaging.PageNumber => options.Paging.First.ToString(Invariant),
        RestPaging.Offset => "0",
        _ => null,
    };

    /// <summary>How to go on: counted by what really came, since servers cap their pages.</summary>
    private string? Next(PageRequest request, ApiAnswer page, JsonElement answer, int count, long? total) => options.Paging.Style switch
    {
        RestPaging.PageNumber or RestPaging.Offset when count == 0 || request.Continue is null && count >= total => null,
        RestPaging.PageNumber => (int.Parse(request.Continue ?? Beginning!, Invariant) + 1).ToString(Invariant),
        RestPaging.Offset => (long.Parse(request.Continue ?? Beginning!, Invariant) + count).ToString(Invariant),
        RestPaging.Token => _next.TextIn(answer),
        RestPaging.NextLink => Link(page, _next.TextIn(answer)),
        RestPaging.LinkHeader => Link(page, page.Headers.GetValueOrDefault("Link", []).SelectMany(header => NextRelation().Matches(header)).Select(match => match.Groups["link"].Value).FirstOrDefault()),
        _ => null,
    };

    /// <summary>Without the server's name: it is BaseUrl's, now and when the link is followed later.</summary>
    private string? Link(ApiAnswer page, string? link) =>
        link is null ? null : reader.Follow(page.Address!, link, new RestPlace(options.Path, Setting("Paging:Next"))).PathAndQuery;

    private (List<PageRecord> Records, List<BrokenRecord> Broken) Read(JsonElement list, ReadOnlyMemory<byte> body)
    {
        var records = new List<PageRecord>(list.GetArrayLength());
        var broken = new List<BrokenRecord>();
        foreach (var item in list.EnumerateArray())
        {
            var json = Within(body, JsonMarshal.GetRawUtf8Value(item));
            if (item.ValueKind == JsonValueKind.Object && _key.TextIn(item) is { } key)
                records.Add(new PageRecord(key, json, options.Changed is null ? null : _stamp.TextIn(item), IsDeleted(item) ? ChangeKind.Deleted : ChangeKind.Upserted));
            else
                broken.Add(new BrokenRecord($"{name} record {Convert.ToHexStringLower(SHA256.HashData(json.Span), 0, 6)}", $"has no key at '{options.Key}'", json));
        }

        return (records, broken);
    }

    /// <summary>The same bytes where they stand in the page, without a copy.</summary>
    private static ReadOnlyMemory<byte> Within(ReadOnlyMemory<byte> body, ReadOnlySpan<byte> part) =>
        body.Span.Overlaps(part, out var at) ? body.Slice(at, part.Length) : part.ToArray();

    private bool IsDeleted(JsonElement record)
    {
        if (options.Deleted is null)
            return false;
        var value = _deleted.In(record);
        if (options.DeletedValue is { } wanted)
            return value.ValueKind == JsonValueKind.String ? value.GetString() == wanted : value.ValueKind != JsonValueKind.Undefined && value.GetRawText() == wanted;
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => false,
            JsonValueKind.String => value.GetString() is not ("" or "false" or "0"),
            JsonValueKind.Number => value.GetDouble() != 0,
            _ => true,
        };
    }

    private string Setting(string setting) => $"Entities:{name}:{setting}";

    [GeneratedRegex("""<(?<link>[^>]*)>\s*(;[^,]*)?;\s*rel\s*=\s*"?([^",;]*\s)?next(\s[^",;]*)?"?""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NextRelation();
}
