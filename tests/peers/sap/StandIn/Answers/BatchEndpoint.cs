using System.Text;

namespace SapStandIn.Answers;

/// <summary>Answers $batch with GET parts. Change sets are not taken: a source needs none.</summary>
internal static class BatchEndpoint
{
    /// <param name="get">Answers one part by its target within the service: <c>A_Product?$top=1</c>.</param>
    /// <exception cref="SapFailure">The request is refused.</exception>
    public static SapResponse Answer(SapRequest request, Func<string, SapResponse> get)
    {
        var type = request.Header("content-type") ?? "";
        var at = type.IndexOf("boundary=", StringComparison.Ordinal);
        if (!type.StartsWith("multipart/mixed", StringComparison.OrdinalIgnoreCase) || at < 0)
            throw new SapFailure(400, "/IWFND/CM_MGW_RT/048", "$batch wants multipart/mixed with a boundary.");
        var boundary = type[(at + 9)..].Split(';')[0].Trim('"');
        if (!request.Body.Contains($"--{boundary}--", StringComparison.Ordinal))
            throw new SapFailure(400, "/IWFND/CM_MGW_RT/048", "The batch has no end.");
        const string Own = "ejjeeffe0";
        var answer = new StringBuilder();
        foreach (var part in request.Body.Split($"--{boundary}")[1..^1])
        {
            var response = One(part, get);
            answer.Append($"--{Own}\r\nContent-Type: application/http\r\ncontent-transfer-encoding: binary\r\n\r\nHTTP/1.1 {response.Status} {(response.Status == 200 ? "OK" : "Error")}\r\n")
                .Append($"Content-Type: {response.ContentType}\r\nContent-Length: {response.Body.Length}\r\ndataserviceversion: 2.0\r\n\r\n").Append(Encoding.UTF8.GetString(response.Body)).Append("\r\n");
        }

        return new(202, $"multipart/mixed; boundary={Own}", answer.Append($"--{Own}--\r\n").ToString());
    }

    private static SapResponse One(string part, Func<string, SapResponse> get)
    {
        var line = part.Split('\n').Select(text => text.Trim()).FirstOrDefault(text => text.EndsWith(" HTTP/1.1", StringComparison.Ordinal))?.Split(' ');
        return line is ["GET", var target, _]
            ? get(target)
            : throw new SapFailure(501, "/IWFND/CM_MGW_RT/049", "Only GET is taken in a batch here.");
    }
}
