using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook;

/// <summary>Proves who makes a call, and what the call is known by. Compares in constant time. Safe from several threads.</summary>
internal sealed class Signature(WebhookAuthOptions auth)
{
    private const string Body = "body:";
    private readonly IReadOnlyList<byte[]> _keys = auth.Keys();
    private readonly string[] _signed = auth.Signed.Split('{', '}');   // every second piece is a name

    /// <summary>Null when the call is from who it should be.</summary>
    public HookRefusal? WhatIsWrong(HookCall call, JsonElement? body)
    {
        if (auth.Kind == WebhookAuth.Token)
            return HasToken(call, body) ? null : HookRefusal.Signature;
        var timestamp = Timestamp(call);
        if (auth.IsTimed && timestamp is null)
            return HookRefusal.Signature;
        var text = SignedText(call, timestamp);
        if (!Given(call).Any(given => _keys.Any(key => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, text), given))))
            return HookRefusal.Signature;
        return !auth.IsTimed || TimeOf(timestamp!) is { } at && (call.At - at).Duration() <= TimeSpan.FromSeconds(auth.ToleranceSeconds) ? null : HookRefusal.Time;
    }

    /// <summary>
    /// What the sender calls it; and what was signed, when that holds the time. Without either two equal calls cannot be told apart, and the second may well be one:
    /// a record that went back to what it was.
    /// </summary>
    public IReadOnlyList<string> IdsOf(HookCall call, JsonElement? body)
    {
        List<string> ids = [];
        if (auth.CallId is { Length: > 0 } field && (field.StartsWith(Body, StringComparison.Ordinal) ? BodyPath.TextsAt(body, field[Body.Length..]).FirstOrDefault() : call.Header(field)) is { Length: > 0 } id)
            ids.Add(Digest(Encoding.UTF8.GetBytes($"id {id}")));
        if (auth.IsTimed)
            ids.Add(Digest([.. "signed "u8, .. SignedText(call, Timestamp(call))]));
        return ids;
    }

    private bool HasToken(HookCall call, JsonElement? body)
    {
        string?[] found = auth.Token.StartsWith(Body, StringComparison.Ordinal) ? [.. BodyPath.TextsAt(body, auth.Token[Body.Length..])] : [call.Header(auth.Token)];
        return found.Length > 0 && found.All(token => token is not null && _keys.Any(key => CryptographicOperations.FixedTimeEquals(SHA256.HashData(key), SHA256.HashData(Encoding.UTF8.GetBytes(token)))));
    }

    private string? Timestamp(HookCall call) => call.Header(auth.TimestampHeader) is not { } header ? null
        : auth.TimestampKey is { } key ? ListOf(header, key).FirstOrDefault()
        : header.Trim();

    private byte[] SignedText(HookCall call, string? timestamp)
    {
        using var text = new MemoryStream(call.Body.Length + 64);
        for (var i = 0; i < _signed.Length; i++)
            text.Write(i % 2 == 0 ? Encoding.UTF8.GetBytes(_signed[i]) : _signed[i] switch
            {
                "body" => call.Body.Span,
                "timestamp" => Encoding.UTF8.GetBytes(timestamp ?? ""),
                "id" => Encoding.UTF8.GetBytes(call.Header(auth.CallId!) ?? ""),
                _ => Encoding.UTF8.GetBytes($"{{{_signed[i]}}}"),
            });
        return text.ToArray();
    }

    // A sender that changes its secret may sign with both.
    private IEnumerable<byte[]> Given(HookCall call)
    {
        if (call.Header(auth.SignatureHeader) is not { } header)
            yield break;
        foreach (var written in auth.SignatureKey is { } key ? ListOf(header, key) : header.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!written.StartsWith(auth.SignaturePrefix, StringComparison.Ordinal))
                continue;
            var bytes = new byte[HMACSHA256.HashSizeInBytes];
            var text = written.AsSpan(auth.SignaturePrefix.Length);
            var read = 0;
            if (auth.SignatureEncoding == WebhookEncoding.Hex
                ? text.Length == 2 * bytes.Length && Convert.FromHexString(text, bytes, out _, out read) == System.Buffers.OperationStatus.Done
                : Convert.TryFromBase64Chars(text, bytes, out read) && read == bytes.Length)
                yield return bytes;
        }
    }

    private static IEnumerable<string> ListOf(string header, string key) =>
        header.Split(',', StringSplitOptions.TrimEntries).Where(part => part.StartsWith($"{key}=", StringComparison.Ordinal)).Select(part => part[(key.Length + 1)..]);

    private static DateTimeOffset? TimeOf(string timestamp)
    {
        if (long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number < 100_000_000_000 ? DateTimeOffset.FromUnixTimeSeconds(number) : number < 100_000_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(number) : null;
        return DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }

    private static string Digest(byte[] text) => Convert.ToHexStringLower(SHA256.HashData(text));
}
