using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.HubSpot;

/// <summary>
/// An error as HubSpot tells it ("Error handling"), of a request or of one record of a batch. Its category, codes, and the properties it names are kept; its message is not, since it quotes values, but for the id of the record in the way.
/// </summary>
internal sealed partial record HubSpotError(string Category, IReadOnlyList<string> Details)
{
    private const int LongestCode = 60;

    public string? Policy { get; private init; }

    /// <summary>For HubSpot's support.</summary>
    public string? CorrelationId { get; private init; }

    /// <summary>Which records of the request it is about: our trace ids, ids, or values of the unique property.</summary>
    public IReadOnlyList<string> About { get; private init; } = [];

    /// <summary>The record that has the unique value already.</summary>
    public string? InTheWay { get; private init; }

    /// <summary>A property, or the object, is not there: no record's fault.</summary>
    public bool IsAboutSettings { get; private init; }

    public bool IsAboutWhatIsNotThere => Category == "OBJECT_NOT_FOUND";

    public static HubSpotError Of(ApiAnswer answer)
    {
        try
        {
            using var document = answer.Document();
            return Of(document.RootElement);
        }
        catch (ProtocolException)
        {
            return new($"status {(int)answer.Status}", []);   // the status says it all
        }
    }

    public static HubSpotError Of(JsonElement json)
    {
        var message = HubSpotApi.Text(json, "message") ?? "";
        var details = Errors(json).Select(Detail).Concat(Quoted().Matches(message).Select(found => $"{found.Groups["code"].Value} on {found.Groups["name"].Value}")).Where(detail => detail.Length > 0).Distinct(StringComparer.Ordinal).Take(5).ToList();
        return new(Code(HubSpotApi.Text(json, "category")) ?? "an error without a category", details)
        {
            Policy = Code(HubSpotApi.Text(json, "policyName")),
            CorrelationId = Code(HubSpotApi.Text(json, "correlationId")),
            About = [.. Context(json).Concat(Errors(json).SelectMany(Context))],
            InTheWay = Existing().Match(message) is { Success: true } found ? found.Groups[1].Value : null,
            IsAboutSettings = details.Any(detail => detail.StartsWith("PROPERTY_DOESNT_EXIST", StringComparison.Ordinal)) || message.Contains("PROPERTY_DOESNT_EXIST", StringComparison.Ordinal)
                || message.StartsWith("Unable to infer object type", StringComparison.Ordinal) || message.StartsWith("Unable to perform update/upsert by non-unique", StringComparison.Ordinal),
        };
    }

    /// <summary>What it means for one record.</summary>
    public DeliveryResult.Rejected Rejection(string what) => new($"HubSpot refused {what}: {this}.");

    public override string ToString() =>
        (Details.Count == 0 ? Category : $"{Category}, {string.Join(", ", Details)}") + (InTheWay is null ? "" : $"; record {InTheWay} has its unique value already") + (CorrelationId is null ? "" : $" (correlation id {CorrelationId})");

    private static IEnumerable<JsonElement> Errors(JsonElement json) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array ? errors.EnumerateArray() : [];

    private static IEnumerable<string> Context(JsonElement json) =>
        json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("context", out var context) || context.ValueKind != JsonValueKind.Object ? []
        : context.EnumerateObject().Where(part => part.Name is "objectWriteTraceId" or "id" or "ids" && part.Value.ValueKind == JsonValueKind.Array).SelectMany(part => part.Value.EnumerateArray()).Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!);

    private static string Detail(JsonElement error)
    {
        var name = error.TryGetProperty("context", out var context) && context.ValueKind == JsonValueKind.Object && context.TryGetProperty("propertyName", out var names) && names.ValueKind == JsonValueKind.Array && names.GetArrayLength() > 0 && names[0].ValueKind == JsonValueKind.String ? Code(names[0].GetString()) : null;
        return (Code(HubSpotApi.Text(error, "code")), name) switch { (null, null) => "", ({ } code, null) => code, (var code, { } on) => $"{code ?? "refused"} on {on}" };
    }

    /// <summary>A code or a name is a word; anything longer is prose and might repeat a value.</summary>
    private static string? Code(string? text) => text is { Length: > 0 and <= LongestCode } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.') ? text : null;

    [GeneratedRegex("\"error\":\"(?<code>[A-Z_]{1,60})\",\"name\":\"(?<name>[a-z0-9_]{1,100})\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"Existing ID: (\d{1,20})")]
    private static partial Regex Existing();
}
