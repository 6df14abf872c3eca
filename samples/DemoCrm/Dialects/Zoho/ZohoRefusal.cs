using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Zoho;

/// <summary>A call that Zoho refuses as a whole: code, details, message.</summary>
internal sealed class ZohoRefusal(int status, string code, string message, JsonObject? details = null) : Exception(message)
{
    public IResult Answer() => Results.Json(Row(code, Message, details), statusCode: status);

    public static JsonObject Row(string code, string message, JsonObject? details) => new() { ["code"] = code, ["details"] = details?.DeepClone() ?? new JsonObject(), ["message"] = message, ["status"] = "error" };
}
