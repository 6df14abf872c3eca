using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>
/// An error as Salesforce tells it (REST API Developer Guide, "Status Codes and Error Responses"; SOAP API Developer Guide, "StatusCode"). Its code and the fields it names are kept; its message is not,
/// since it quotes values; but for that of a validation rule, which the org's own people wrote for others to read.
/// </summary>
internal sealed record SalesforceError(string Code, IReadOnlyList<string> Fields)
{
    /// <summary>A bulk job did not come to this row.</summary>
    public static readonly SalesforceError Unprocessed = new("UNPROCESSED", []);

    private const string Rule = "FIELD_CUSTOM_VALIDATION_EXCEPTION";

    private const int LongestCode = 80;

    /// <summary>What the validation rule says; null: nothing, or the error is another.</summary>
    public string? Words { get; init; }

    /// <summary>Another time it may well go through.</summary>
    public bool IsLater => Code is "UNABLE_TO_LOCK_ROW" or "SERVER_UNAVAILABLE" or "REQUEST_RUNNING_TOO_LONG" or "QUERY_TIMEOUT" or "REQUEST_LIMIT_EXCEEDED" or "STORAGE_LIMIT_EXCEEDED" or "UNPROCESSED";

    /// <summary>The record, or one it refers to, is not there (any more).</summary>
    public bool IsAboutWhatIsNotThere => Code is "ENTITY_IS_DELETED" or "INVALID_CROSS_REFERENCE_KEY";

    private string What => Code switch
    {
        "UNABLE_TO_LOCK_ROW" => "the record, or the one it belongs to, is being written by somebody else",
        "STORAGE_LIMIT_EXCEEDED" => "the org's data storage is full; see Setup, Storage Usage",
        "UNPROCESSED" => "the bulk job did not come to it",
        "REQUIRED_FIELD_MISSING" => "a required field is empty",
        "STRING_TOO_LONG" => "a text is too long for its field",
        "NUMBER_OUTSIDE_VALID_RANGE" => "a number is too large for its field",
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" => "a value is none of the picklist's; add it in Setup, Object Manager, or mend the mapping",
        Rule => "a validation rule of the org refuses it; see Setup, Object Manager, Validation Rules",
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY" or "CANNOT_EXECUTE_FLOW_TRIGGER" => "a trigger or flow of the org fails on it",
        "DUPLICATES_DETECTED" => "a duplicate rule of the org holds it for a double of another record",
        "DUPLICATE_VALUE" => "another record has the same value in a unique field",
        "DUPLICATE_EXTERNAL_ID" => "several records bear its external key; leave one of them, and make the field unique",
        "INVALID_FIELD_FOR_INSERT_UPDATE" => "a field may not be written; see its field-level security, and the permission set ERP Integration",
        "INSUFFICIENT_ACCESS_OR_READONLY" or "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY" => "the integration user may not write it, or the record it belongs to",
        "DELETE_FAILED" => "it cannot be deleted while others depend on it",
        "JSON_PARSER_ERROR" or "INVALID_TYPE_ON_FIELD_IN_RECORD" => "a value is of another kind than its field",
        "INVALID_EMAIL_ADDRESS" => "an e-mail address is none",
        "MALFORMED_ID" => "an id is none",
        _ when IsAboutWhatIsNotThere => "a record it refers to is not there any more, or the integration user may not see it",
        _ => "Salesforce refuses it",
    };

    /// <summary>In a sentence for people.</summary>
    public string Sentence => Fields.Count == 0 ? $"{What} ({Code})." : $"{What} ({Code}: {string.Join(", ", Fields)}).";

    /// <summary>The answer for a record that this is about.</summary>
    /// <param name="subject">The record, in words.</param>
    /// <param name="fields">What was sent, none of which may be told.</param>
    public DeliveryResult Answer(string subject, JsonObject fields) => !IsLater
        ? new DeliveryResult.Rejected($"{subject}: {Sentence}{(Words is null ? "" : $" It says: {RefusalWords.Short(RefusalWords.Without(fields, Words))}")}")
        : new DeliveryResult.Deferred($"{subject}: {Sentence}", Code == "STORAGE_LIMIT_EXCEEDED" ? TimeSpan.FromHours(1) : null);

    /// <summary>The first error of a list, in a row (<c>statusCode</c>) or in the answer to a single call (<c>errorCode</c>); null when there is none.</summary>
    public static SalesforceError? First(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0 || list[0].ValueKind != JsonValueKind.Object)
            return null;
        var code = Text(list[0], "statusCode") ?? Text(list[0], "errorCode");
        var fields = list[0].TryGetProperty("fields", out var named) && named.ValueKind == JsonValueKind.Array ? named.EnumerateArray().Select(field => field.ValueKind == JsonValueKind.String ? field.GetString()! : "").Where(IsName) : [];
        return new SalesforceError(CodeOf(code), [.. fields]) { Words = code == Rule ? Text(list[0], "message") : null };
    }

    /// <summary>What a bulk job writes beside a row: <c>CODE:message:fields --</c>.</summary>
    public static SalesforceError Of(string bulk)
    {
        var parts = bulk.Split(':');
        var fields = parts.Length > 2 ? parts[^1].Replace("--", "", StringComparison.Ordinal).Split(',', StringSplitOptions.TrimEntries).Where(IsName) : [];
        return new SalesforceError(CodeOf(parts[0]), [.. fields]) { Words = parts[0] == Rule && parts.Length > 2 ? string.Join(':', parts[1..^1]) : null };
    }

    private static string CodeOf(string? code) => code is { Length: > 0 and <= LongestCode } && code.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '_') ? code : "an error without a code";

    private static bool IsName(string field) => field is { Length: > 0 and <= LongestCode } && char.IsAsciiLetter(field[0]) && field.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.');

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
