using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook;

/// <summary>Looks at calls: first at who makes them, then at what they bring.</summary>
internal sealed class WebhookHook(WebhookOptions options) : IHook
{
    private const int LongestHandshake = 2048;
    private readonly Signature _signature = new(options.Auth);
    private readonly Dictionary<string, PushedRecords> _records = options.Entities.ToDictionary(entity => entity.Key, entity => new PushedRecords(entity.Value), StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, HookPlan> Plans { get; } = options.Entities.ToDictionary(
        entity => entity.Key,
        entity => new HookPlan(
            options.MaxBodyKiB * 1024, options.CallsPerSecond, entity.Value.Mode == WebhookMode.Push, entity.Value.Mode == WebhookMode.Trigger ? entity.Value.Triggers : [],
            TimeSpan.FromSeconds(entity.Value.DebounceSeconds)),
        StringComparer.OrdinalIgnoreCase);

    public HookAnswer Receive(string entity, HookCall call)
    {
        // The sender checks us before anything is agreed on, so there is nothing to check it by. It gets back what it sent, as plain text.
        if (options.Handshake is { Length: > 0 } handshake && call.Query(handshake) is { Length: > 0 and <= LongestHandshake } asked && call.Body.Length == 0)
            return new HookAnswer.Echoed(asked);

        var plan = Plans[entity];
        var isList = call.ContentType is "application/x-ndjson" or "application/jsonl" or "application/x-jsonlines";
        // Nothing is read of what is not signed; a token may be within.
        var isSigned = options.Auth.Kind == WebhookAuth.Hmac;
        if (isSigned && _signature.WhatIsWrong(call, body: null) is { } forged)
            return new HookAnswer.Refused(forged);
        using var document = isList ? null : Parse(call.Body);
        if (!isSigned && _signature.WhatIsWrong(call, document?.RootElement) is { } strange)
            return new HookAnswer.Refused(strange);
        if (!plan.Pushes)
            return new HookAnswer.Accepted([], _signature.IdsOf(call, document?.RootElement));
        if (!isList && !IsJson(call.ContentType))
            return new HookAnswer.Refused(HookRefusal.ContentType);
        var records = isList ? _records[entity].OfLines(call) : document is null ? null : _records[entity].Of(document.RootElement, call);
        return records is null ? new HookAnswer.Refused(HookRefusal.Content) : new HookAnswer.Accepted(records, _signature.IdsOf(call, document?.RootElement));
    }

    private static bool IsJson(string contentType) =>
        contentType is "application/json" or "text/json" || (contentType.StartsWith("application/", StringComparison.Ordinal) && contentType.EndsWith("+json", StringComparison.Ordinal));

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return body.IsEmpty ? null : JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
