using System.Text.Json;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Sdk.OData;

/// <summary>
/// Completes a record of which an expanded list is only its first part: the rest is fetched by its link and put behind it, byte for byte; the link's value
/// becomes null. Nothing is ever cut without a word.
/// </summary>
internal sealed class NestedLists(ODataService service, string name)
{
    private const int MostBytes = 64 * 1024 * 1024;

    public async Task<ReadOnlyMemory<byte>> CompleteAsync(ReadOnlyMemory<byte> record, ApiAnswer answer, CancellationToken cancellationToken)
    {
        var cuts = NestedCut.In(record);
        if (cuts.Exists(cut => cut.ListEnd < 0))
            throw new ProtocolException($"{answer.What}: the service gave only the first part of an expanded list, and a link to the rest without the list itself.");
        using var whole = new MemoryStream(record.Length * 2);
        var at = 0;
        foreach (var (position, cut, isLink) in cuts.SelectMany(cut => ((int, NestedCut, bool)[])[(cut.ListEnd, cut, false), (cut.LinkStart, cut, true)]).OrderBy(edit => edit.Item1))
        {
            whole.Write(record.Span[at..position]);
            at = isLink ? cut.LinkEnd : position;
            if (isLink)
                whole.Write("null"u8);
            else
                await AppendRestAsync(whole, cut, answer, cancellationToken);
        }

        whole.Write(record.Span[at..]);
        return whole.ToArray();
    }

    private async Task AppendRestAsync(MemoryStream whole, NestedCut cut, ApiAnswer answer, CancellationToken cancellationToken)
    {
        var (link, isFirst, loop) = ((string?)cut.Link, cut.IsEmpty, new LoopGuard());
        while (link is not null)
        {
            var below = service.Links.Below(answer.Address!, link, answer.What);
            if (loop.LeadsBack(below))
                throw new ProtocolException($"{answer.What}: the links of an expanded list lead back to a part that was read already.");
            answer = await service.GetAsync($"the rest of a list in {name}", below, "", cancellationToken);
            if (answer.IsGone)
                throw new TransientException($"{answer.What}: it went away while it was read. The next run reads the record again.");
            var page = ODataPage.Read(service.Success(answer).Body, [], answer.What);
            foreach (var item in page.Items)
            {
                if (!isFirst)
                    whole.WriteByte((byte)',');
                isFirst = false;
                whole.Write((item.HasMore ? await CompleteAsync(item.Json, answer, cancellationToken) : item.Json).Span);
                if (whole.Length > MostBytes)
                    throw new ProtocolException($"{answer.What}: one record with its list is larger than {MostBytes / 1024 / 1024} MB. Read the list's entities by a sync of their own.");
            }

            link = page.Next;
        }
    }
}

/// <summary>A list within a record, and the link to its rest.</summary>
/// <param name="Link">The link.</param>
/// <param name="LinkStart">Where its value begins.</param>
/// <param name="LinkEnd">And ends.</param>
/// <param name="ListEnd">Where the list's closing bracket is; -1: there is no list beside the link.</param>
/// <param name="IsEmpty">The list has no element yet.</param>
internal sealed record NestedCut(string Link, int LinkStart, int LinkEnd, int ListEnd, bool IsEmpty)
{
    public static List<NestedCut> In(ReadOnlyMemory<byte> record)
    {
        var json = new Utf8JsonReader(record.Span, new JsonReaderOptions { MaxDepth = 128 });
        json.Read();
        var cuts = new List<NestedCut>();
        Walk(ref json, cuts, isRecord: true);
        return cuts;
    }

    /// <summary>The object at hand: its lists by name, its links by the name of the list each belongs to.</summary>
    private static void Walk(ref Utf8JsonReader json, List<NestedCut> cuts, bool isRecord)
    {
        var (lists, links) = (new Dictionary<string, (int End, bool IsEmpty)>(), new List<(string List, string Link, int Start, int End)>());
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject)
                Walk(ref json, cuts, isRecord: false);
            else if (json.TokenType == JsonTokenType.StartArray)
                lists[name] = WalkList(ref json, cuts);
            else if (json.TokenType == JsonTokenType.String && ListOf(name, isRecord) is { } list)
                links.Add((list, json.GetString()!, (int)json.TokenStartIndex, (int)json.BytesConsumed));
        }

        foreach (var (list, link, start, end) in links)
            cuts.Add(lists.TryGetValue(list, out var found) ? new(link, start, end, found.End, found.IsEmpty) : new(link, start, end, -1, true));
    }

    private static (int End, bool IsEmpty) WalkList(ref Utf8JsonReader json, List<NestedCut> cuts)
    {
        var isEmpty = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            isEmpty = false;
            if (json.TokenType == JsonTokenType.StartObject)
                Walk(ref json, cuts, isRecord: false);
            else if (json.TokenType == JsonTokenType.StartArray)
                WalkList(ref json, cuts);
        }

        return ((int)json.TokenStartIndex, isEmpty);
    }

    /// <summary><c>__next</c> belongs to <c>results</c> beside it, <c>lines@odata.nextLink</c> to <c>lines</c>.</summary>
    private static string? ListOf(string name, bool isRecord) =>
        name == "__next" && !isRecord ? "results"
        : name.EndsWith("nextLink", StringComparison.Ordinal) && name.IndexOf('@', StringComparison.Ordinal) is var at and > 0 ? name[..at]
        : null;
}
