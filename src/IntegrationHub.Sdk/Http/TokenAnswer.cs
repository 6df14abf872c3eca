using System.Globalization;
using System.Text.Json;

namespace IntegrationHub.Sdk.Http;

/// <summary>
/// What a token endpoint answered (RFC 6749, section 5). Some vendors answer a refusal with status 200. Connectors with a token request of their own read the answer with it, too.
/// </summary>
public static class TokenAnswer
{
    private const int LongestCode = 60;

    /// <summary>The token of the answer. Messages hold the endpoint's error code and nothing else of the answer.</summary>
    /// <param name="answer">With any status.</param>
    /// <param name="scheme">What stands before the token; the answer's <c>token_type</c> is overlooked, since vendors write what they like there.</param>
    /// <param name="addressField">The field that says where the API is; null: none does.</param>
    /// <exception cref="AccessException">The endpoint refuses.</exception>
    /// <exception cref="TransientException">It is too busy, or failed.</exception>
    /// <exception cref="ProtocolException">There is neither a token nor an error in the answer.</exception>
    public static AccessToken Read(ApiAnswer answer, string scheme = "Bearer", string? addressField = null)
    {
        if (answer.IsBusy)
            throw answer.Failure();
        var fields = Fields(answer);
        if (ErrorOf(fields) is { } code)
            throw new AccessException($"{answer.What}: refused with '{code}' ({(int)answer.Status}). Check the client's id and secret, the refresh token and the scope in Auth, and whether they are still good over there.");
        if (!answer.IsSuccess)
            throw answer.Status is System.Net.HttpStatusCode.BadRequest
                ? new AccessException($"{answer.What}: refused (400), without a code that says why. Check Auth.")
                : answer.Failure();
        if (Text(fields, "access_token") is not { Length: > 0 } token || token.Any(letter => letter is <= ' ' or > '~'))
            throw new ProtocolException($"{answer.What}: the answer has no usable 'access_token'. Check {answer.Check}.");
        return new AccessToken(scheme, new Secret(token), Lifetime(fields))
        {
            RefreshToken = Text(fields, "refresh_token") is { Length: > 0 } replaced ? new Secret(replaced) : null,
            Address = addressField is null ? null : Address(answer, fields, addressField),
        };
    }

    private static Uri Address(ApiAnswer answer, JsonElement fields, string field) =>
        Uri.TryCreate(Text(fields, field), UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "" } ? address
        : throw new ProtocolException($"{answer.What}: the answer has no address in '{field}'. Check Auth:AddressField.");

    private static JsonElement Fields(ApiAnswer answer)
    {
        try
        {
            return answer.Json();
        }
        catch (ProtocolException) when (!answer.IsSuccess)
        {
            return default;   // the status says it all
        }
    }

    /// <summary>A code is a word or two; anything longer is prose and might repeat what was sent.</summary>
    private static string? ErrorOf(JsonElement fields) =>
        Text(fields, "error") is not { Length: > 0 } code ? null
        : code.Length <= LongestCode && code.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or ' ') ? code
        : "an error that is no code";

    private static TimeSpan? Lifetime(JsonElement fields)
    {
        if (fields.ValueKind != JsonValueKind.Object || !fields.TryGetProperty("expires_in", out var value))
            return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.ValueKind == JsonValueKind.Number ? value.GetRawText() : null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static string? Text(JsonElement fields, string name) =>
        fields.ValueKind == JsonValueKind.Object && fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
