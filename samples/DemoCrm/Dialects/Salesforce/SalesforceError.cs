using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>What is wrong with one record: a row's error.</summary>
/// <param name="Code">Salesforce's status code: <c>REQUIRED_FIELD_MISSING</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="Fields">The fields it is about.</param>
internal sealed record SalesforceError(string Code, string Message, params string[] Fields)
{
    /// <summary>In the answer to a single call; in a row of a collection the code has another name.</summary>
    public JsonObject Json(bool inRow) => new()
    {
        [inRow ? "statusCode" : "errorCode"] = Code,
        ["message"] = Message,
        ["fields"] = new JsonArray([.. Fields.Select(field => (JsonNode)field)]),
    };
}

/// <summary>A whole request is refused; nothing of it was done.</summary>
internal sealed class SalesforceRefusal(int status, SalesforceError error) : Exception(error.Code)
{
    public SalesforceRefusal(int status, string code, string message) : this(status, new SalesforceError(code, message))
    {
    }

    /// <summary>Always a list.</summary>
    public IResult Answer() => Results.Json(new JsonArray(error.Json(inRow: false)), statusCode: status);
}
