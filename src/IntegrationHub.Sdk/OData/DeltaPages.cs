using System.Net;
using System.Text.Json;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Sdk.OData;

/// <summary>Pages of a feed by what changed since a delta link (version 4).</summary>
internal sealed class DeltaPages(ODataFeed feed)
{
    private static readonly string[] Marks = ["@removed", "@odata.removed", "@odata.context", "@context", "id", "@odata.id", "@id"];

    public async Task<Page> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var first = feed.Service.PathAndQuery(feed.Path, [ODataFeed.FilterOption(feed.Filter), feed.Selection.Query(feed.Version), .. feed.Options]);
        var link = request.Continue ?? request.Delta;
        var prefer = link is null ? $"odata.track-changes,odata.maxpagesize={request.Size}" : $"odata.maxpagesize={request.Size}";
        var answer = await feed.Service.GetAsync(feed.Name, link is null ? first : ShortLink.Long(first, link), prefer, cancellationToken);
        if (link is not null && answer.Status == HttpStatusCode.Gone)
            return Page.Expired;
        var page = ODataPage.Read(feed.Service.Success(answer).Body, [.. feed.Wanted, .. Marks], answer.What);
        var records = new Dictionary<string, PageRecord>();   // what comes twice has its last state
        var broken = new List<BrokenRecord>();
        foreach (var item in page.Items)
            if (await RecordAsync(item, answer, cancellationToken) is { } record)
                records[record.Key] = record;
            else
                broken.Add(feed.Broken(item));
        return new Page([.. records.Values], Short(page.Next)) { Broken = broken, Delta = Short(page.Delta) };

        string? Short(string? written) => written is null ? null : ShortLink.Short(first, feed.Service.Links.Below(answer.Address!, written, answer.What));
    }

    private async Task<PageRecord?> RecordAsync(ODataItem item, ApiAnswer answer, CancellationToken cancellationToken)
    {
        if (!item.IsObject)
            return null;
        var marks = item.Values.Skip(feed.Wanted.Count).ToArray();
        var context = marks[2] ?? marks[3] ?? "";
        if (context.EndsWith("/$link", StringComparison.Ordinal) || context.EndsWith("/$deletedLink", StringComparison.Ordinal))
            throw new SetupException($"{answer.What}: the service reports changes of links, which say nothing of the record as a whole. Read the entity by a time of change instead of delta links.");
        if (context.EndsWith("/$deletedEntity", StringComparison.Ordinal))   // 4.0, whose id is the entity's address, also where the key is called so
            return Deleted(KeyIn(marks[4] ?? (feed.Key.Contains("id") ? item.Values[feed.Key.ToList().IndexOf("id")] : null)));
        if (marks[0] is not null || marks[1] is not null)
            return Deleted(Key(item) ?? KeyIn(marks[5] ?? marks[6]));
        return IsWhole(item.Json.Span) || Key(item) is not { } changed ? await feed.RecordAsync(item, answer, cancellationToken) : await WholeAsync(changed, cancellationToken);
    }

    /// <summary>A changed record may come with what changed alone: then it is asked for.</summary>
    private async Task<PageRecord?> WholeAsync(string key, CancellationToken cancellationToken)
    {
        var values = ODataKey.Values(key, feed.Key.Count).Select((value, index) => Uri.EscapeDataString(ODataLiteral.Of(feed.Version, feed.TypeOf(feed.Key[index]), value))).ToList();
        var predicate = values.Count == 1 ? values[0] : string.Join(',', values.Select((value, index) => $"{feed.Key[index]}={value}"));
        var answer = await feed.Service.GetAsync(feed.Name, feed.Service.PathAndQuery($"{feed.Path}({predicate})", [feed.Selection.Query(feed.Version), .. feed.Options]), "", cancellationToken);
        if (answer.IsGone)
            return Deleted(key);
        var record = await feed.RecordAsync(ODataPage.ReadOne(feed.Service.Success(answer).Body, feed.Wanted, answer.What), answer, cancellationToken);
        return record?.Key == feed.KeyPrefix + key ? record : throw new ProtocolException($"{answer.What}: the service gave another record than the one asked for by its key.");
    }

    private PageRecord? Deleted(string? key) => key is null ? null : new PageRecord(feed.KeyPrefix + key, default, Change: ChangeKind.Deleted);

    private string? Key(ODataItem item) => ODataKey.Of([.. item.Values.Take(feed.Key.Count)]);

    /// <summary><c>Customers('ANTON')</c>, <c>Customers(company=1,no='A')</c>, or the key alone.</summary>
    private string? KeyIn(string? id)
    {
        if (id is null)
            return null;
        var text = Uri.UnescapeDataString(id);
        var inside = text.EndsWith(')') && text.LastIndexOf('(') is var open and >= 0 ? text[(open + 1)..^1] : text;
        return feed.Key.Count == 1
            ? ODataKey.Of([Unquoted(inside.StartsWith($"{feed.Key[0]}=", StringComparison.Ordinal) ? inside[(feed.Key[0].Length + 1)..] : inside)])
            : ODataKey.Of([.. feed.Key.Select(name => KeyParts(inside).GetValueOrDefault(name))]);
    }

    private static Dictionary<string, string> KeyParts(string inside)
    {
        var parts = new Dictionary<string, string>();
        for (var at = 0; at < inside.Length;)
        {
            var equals = inside.IndexOf('=', at);
            if (equals < 0)
                break;
            var end = equals + 1;
            for (var quoted = false; end < inside.Length && (quoted || inside[end] != ','); end++)
                quoted ^= inside[end] == '\'';
            parts[inside[at..equals].Trim()] = Unquoted(inside[(equals + 1)..end].Trim());
            at = end + 1;
        }

        return parts;
    }

    private static string Unquoted(string literal) =>
        literal.Length >= 2 && literal[0] == '\'' && literal[^1] == '\'' ? literal[1..^1].Replace("''", "'", StringComparison.Ordinal) : literal;

    /// <summary>Whether a record has everything that is asked for.</summary>
    private bool IsWhole(ReadOnlySpan<byte> record)
    {
        var names = new HashSet<string>();
        var json = new Utf8JsonReader(record, new JsonReaderOptions { MaxDepth = 128 });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            names.Add(json.GetString()!);
            json.Read();
            json.Skip();
        }

        return (feed.Selection.Properties ?? feed.Type.Properties.Select(property => property.Name)).All(names.Contains) && feed.Selection.Expanded.Keys.All(names.Contains);
    }
}
