using System.Text.Json;
using SapStandIn.Data;
using SapStandIn.Metadata;
using SapStandIn.Queries;

namespace SapStandIn.Answers;

/// <summary>Answers POST, PATCH, MERGE, PUT and DELETE, with If-Match. Nothing follows from a write: no pricing, no documents.</summary>
internal sealed class WriteEndpoint(SapData data, ReadEndpoint read)
{
    /// <exception cref="SapFailure">The request is refused.</exception>
    public SapResponse Answer(EdmService service, string root, string path, SapRequest request)
    {
        var target = ODataPath.Of(service, data, path);
        if (request.Method == "POST")
            return target.Row is null ? Create(target.Set, root, request) : throw new SapFailure(405, "/IWFND/CM_MGW_RT/036", "Method not allowed.");
        if (target.Row is not { } row || target.Navigation is not null)
            throw new SapFailure(405, "/IWFND/CM_MGW_RT/036", "Method not allowed.");
        CheckETag(target.Set, row, request.Header("if-match"));
        if (request.Method == "DELETE")
            data[target.Set.Name].Remove(row);
        else
            data[target.Set.Name].Put(row.With(Values(target.Set, request.Body)));
        return new(204, ReadEndpoint.Json, "");
    }

    private static void CheckETag(EdmEntitySet set, SapRow row, string? ifMatch)
    {
        if (EntityWriter.ETagOf(set, row) is not { } etag)
            return;
        if (ifMatch is null)
            throw new SapFailure(428, "/IWFND/MED/016", "An If-Match header is required for this request; read the entity to get its ETag.");
        if (ifMatch != "*" && ifMatch != etag)
            throw new SapFailure(412, "/IWFND/MED/015", "Precondition failed: the entity was changed by somebody else.");
    }

    private SapResponse Create(EdmEntitySet set, string root, SapRequest request)
    {
        var row = new SapRow(set, Values(set, request.Body).ToDictionary());
        if (data[set.Name].Rows.Any(other => other.Key == row.Key))
            throw new SapFailure(400, "/IWBEP/CM_MGW_RT/022", $"{set.Type[..^4]} already exists.");
        data[set.Name].Put(row);
        return new SapResponse(201, ReadEndpoint.Json, read.Written(set, row, root));
    }

    private static IEnumerable<KeyValuePair<string, object?>> Values(EdmEntitySet set, string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var entity = json.RootElement.TryGetProperty("d", out var wrapped) ? wrapped : json.RootElement;
            foreach (var value in entity.EnumerateObject().Where(value => !set.Properties.ContainsKey(value.Name) && !set.Navigations.ContainsKey(value.Name) && value.Name[0] != '_'))
                throw SapFailure.NoProperty(value.Name, set.Type);
            return [.. entity.EnumerateObject().Where(value => set.Properties.ContainsKey(value.Name)).Select(value => KeyValuePair.Create(value.Name, EdmValue.FromJson(set.Properties[value.Name], value.Value)))];
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException)
        {
            throw new SapFailure(400, "/IWBEP/CM_MGW_RT/021", "Malformed request body.");
        }
    }
}
