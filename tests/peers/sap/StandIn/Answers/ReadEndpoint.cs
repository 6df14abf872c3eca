using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using SapStandIn.Data;
using SapStandIn.Metadata;
using SapStandIn.Queries;

namespace SapStandIn.Answers;

/// <summary>Answers GET: entities, counts, pages.</summary>
internal sealed class ReadEndpoint(SapData data, SapOptions options)
{
    public const string Json = "application/json;charset=utf-8";

    /// <exception cref="SapFailure">The request is refused.</exception>
    public SapResponse Get(EdmService service, string root, string path, QueryOptions query)
    {
        var target = ODataPath.Of(service, data, path);
        var set = target.ResultSet;
        var selection = Selection.Of(set, query["$select"], query["$expand"]);
        if (target.IsOne)
            return One(target, selection, root);
        var rows = Rows(target, query);
        if (target.IsCount)
            return new(200, "text/plain;charset=utf-8", rows.Count.ToString(CultureInfo.InvariantCulture));
        var (from, size) = ((query.Number("$skiptoken") ?? 0) + (query.Number("$skip") ?? 0), Math.Min(options.PageSize, query.Number("$top") ?? int.MaxValue));
        var page = rows.Skip(from).Take(size).ToArray();
        // a full page has a next one, also when that is empty: SAP does not look ahead. A client that says $top has its own idea of pages.
        var next = page.Length == options.PageSize && query["$top"] is null ? $"{root}/{path}?{query.With(from + page.Length)}" : null;
        return Many(page, selection, root, query["$inlinecount"] == "allpages" ? rows.Count : null, next);
    }

    /// <summary>One entity as JSON, to be read back after a write.</summary>
    public byte[] Written(EdmEntitySet set, SapRow row, string root) => Document(root, (json, writer) => writer.Write(row, new Selection(set)));

    private SapResponse One(ODataPath target, Selection selection, string root)
    {
        var row = target.Navigation is { } navigation ? new EntityWriter(data, root, null!).Follow(target.Row!, navigation).FirstOrDefault() : target.Row;
        if (row is null)
            throw SapFailure.NoSegment(target.ResultSet.Type[..^4]);
        var response = new SapResponse(200, Json, Document(root, (json, writer) => writer.Write(row, selection)));
        if (EntityWriter.ETagOf(target.ResultSet, row) is { } etag)
            response.Headers["etag"] = etag;
        return response;
    }

    private SapResponse Many(SapRow[] page, Selection selection, string root, int? count, string? next) => new(200, Json, Document(root, (json, writer) =>
    {
        json.WriteStartObject();
        if (count is { } all)
            json.WriteString("__count", all.ToString(CultureInfo.InvariantCulture));
        json.WriteStartArray("results");
        foreach (var row in page)
            writer.Write(row, selection);
        json.WriteEndArray();
        if (next is not null)
            json.WriteString("__next", next);
        json.WriteEndObject();
    }));

    private byte[] Document(string root, Action<Utf8JsonWriter, EntityWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WritePropertyName("d");
            write(json, new EntityWriter(data, root, json));
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private List<SapRow> Rows(ODataPath target, QueryOptions query)
    {
        var set = target.ResultSet;
        var rows = target.Navigation is { } navigation ? new EntityWriter(data, "", null!).Follow(target.Row!, navigation) : data[set.Name].Rows;
        if (query["$filter"] is { } filter)
        {
            if (options.NotFilterable.FirstOrDefault(name => name.StartsWith(set.Name + "/", StringComparison.Ordinal) && filter.Contains(name[(set.Name.Length + 1)..], StringComparison.Ordinal)) is { } refused)
                throw SapFailure.Syntax($"Property {refused[(set.Name.Length + 1)..]} cannot be used in a filter.");
            rows = rows.Where(Filter.Compile(set, filter));
        }

        return [.. Sorted(set, rows, query["$orderby"])];
    }

    private static IEnumerable<SapRow> Sorted(EdmEntitySet set, IEnumerable<SapRow> rows, string? order)
    {
        if (order is null)
            return rows;
        IOrderedEnumerable<SapRow>? sorted = null;
        foreach (var words in order.Split(',').Select(part => part.Trim().Split(' ')))
        {
            var property = set.Properties.GetValueOrDefault(words[0]) ?? throw SapFailure.NoProperty(words[0], set.Type);
            string By(SapRow row) => EdmValue.Sortable(property, row[property.Name]);
            sorted = (words is [_, "desc"], sorted) switch
            {
                (false, null) => rows.OrderBy(By, StringComparer.Ordinal),
                (true, null) => rows.OrderByDescending(By, StringComparer.Ordinal),
                (false, not null) => sorted.ThenBy(By, StringComparer.Ordinal),
                _ => sorted.ThenByDescending(By, StringComparer.Ordinal),
            };
        }

        return sorted!;
    }
}
