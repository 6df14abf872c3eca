using System.Globalization;
using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.HubSpot;

/// <summary>A request that HubSpot refuses as a whole ("Error handling": category, message, correlation id, details).</summary>
internal sealed class HubSpotRefusal(int status, string category, string message, JsonArray? errors = null, string? policy = null) : Exception(message)
{
    public const string Correlation = "aeb5f871-7f07-4993-9211-075dc63e7cbf";

    public IResult Answer(TimeSpan? wait = null)
    {
        var body = new JsonObject { ["status"] = "error", ["message"] = Message, ["correlationId"] = Correlation, ["category"] = category };
        if (errors is not null)
            body["errors"] = errors.DeepClone();
        if (policy is not null)
            (body["errorType"], body["policyName"]) = ("RATE_LIMIT", policy);
        return new Waiting(wait, Results.Json(body, statusCode: status));
    }

    public static HubSpotRefusal Invalid(string message, JsonArray? errors = null) => new(StatusCodes.Status400BadRequest, "VALIDATION_ERROR", message, errors);

    private sealed class Waiting(TimeSpan? wait, IResult answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (wait is { } some)
                httpContext.Response.Headers.RetryAfter = ((long)some.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return answer.ExecuteAsync(httpContext);
        }
    }
}
