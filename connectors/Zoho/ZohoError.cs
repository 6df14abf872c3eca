using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Zoho;

/// <summary>An error as Zoho tells it, of a call or of one record: its code, and the fields and the record it names. Its message is not kept, since it may quote values.</summary>
internal sealed record ZohoError(string Code)
{
    private const int LongestCode = 60;

    private static readonly TimeSpan UntilUnlocked = TimeSpan.FromMinutes(5);

    /// <summary>The field it is about.</summary>
    public string? Field { get; private init; }

    public string? Expected { get; private init; }

    /// <summary>The record it is about: for DUPLICATE_DATA the one in the way.</summary>
    public string? Record { get; private init; }

    /// <summary>Where in the request.</summary>
    public string? Path { get; private init; }

    /// <summary>The id of the record itself, and not of one it refers to, leads nowhere.</summary>
    public bool IsAboutItsId => Code == "INVALID_DATA" && (Path is { } path ? path.EndsWith("].id", StringComparison.Ordinal) && path.Count(letter => letter == '.') == 2 : Field is null or "id");

    /// <summary>No record's fault.</summary>
    public bool IsAboutSettings => Code is "INVALID_MODULE" or "INVALID_URL_PATTERN" or "INVALID_REQUEST_METHOD" or "INVALID_QUERY" || Field is "duplicate_check_fields" or "module";

    public static ZohoError Of(ApiAnswer answer)
    {
        try
        {
            using var document = answer.Document();
            return Of(document.RootElement);
        }
        catch (ProtocolException)
        {
            return new($"status {(int)answer.Status}");   // the status says it all
        }
    }

    public static ZohoError Of(JsonElement json)
    {
        var details = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("details", out var some) ? some : default;
        return new(Word(ZohoApi.Text(json, "code")) ?? "an error without a code")
        {
            Field = Word(ZohoApi.Text(details, "api_name")) ?? Word(ZohoApi.Text(details, "column_name")),
            Expected = Word(ZohoApi.Text(details, "expected_data_type")),
            Record = ZohoApi.Text(details, "id") is { Length: <= 20 } id && id.All(char.IsAsciiDigit) ? id : null,
            Path = ZohoApi.Text(details, "json_path"),
        };
    }

    /// <summary>What it means for one record.</summary>
    public DeliveryResult Answer(string what) => Code switch
    {
        "RECORD_LOCKED" or "RECORD_IN_PROCESS" => new DeliveryResult.Deferred($"{what} is locked in Zoho ({Code}), by an approval or by somebody's hand.", UntilUnlocked),
        "DUPLICATE_DATA" => new DeliveryResult.Rejected($"Zoho refused {what}: {this}. Bind it to that record, or mend one of the two."),
        "MANDATORY_NOT_FOUND" => new DeliveryResult.Rejected($"Zoho refused {what}: {this}. The module wants a value there: map one, or make the field optional in the layout."),
        _ => new DeliveryResult.Rejected($"Zoho refused {what}: {this}."),
    };

    public override string ToString() =>
        Code + (Field is null ? "" : $" on {Field}") + (Expected is null ? "" : $" (expected: {Expected})") + (Code == "DUPLICATE_DATA" && Record is not null ? $"; record {Record} has it already" : "");

    /// <summary>A code or a name is a word; anything longer is prose and might repeat a value.</summary>
    private static string? Word(string? text) => text is { Length: > 0 and <= LongestCode } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? text : null;
}
