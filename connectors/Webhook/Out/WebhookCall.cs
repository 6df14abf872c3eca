using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Webhook.Out;

/// <summary>Writes and signs the calls.</summary>
internal sealed class WebhookCall(WebhookTargetOptions options, TimeProvider time)
{
    private readonly byte[] _key = WebhookKey.Of(options.Secret!, options.Signing == WebhookSigning.StandardWebhooks);

    /// <summary>A signed call with these changes; none: only to see whether the other side is there.</summary>
    public HttpRequestMessage With(string entity, IEnumerable<Delivery> changes)
    {
        var body = Body(entity, changes);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Url.Replace("{object}", Uri.EscapeDataString(entity), StringComparison.Ordinal)))
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        var seconds = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        if (options.Signing == WebhookSigning.Hub)
        {
            request.Headers.Add("X-Hub-Timestamp", seconds);
            request.Headers.Add("X-Hub-Signature", $"sha256={Convert.ToHexStringLower(Sign($"{seconds}.", body))}");
        }
        else
        {
            var id = $"msg_{Guid.NewGuid():N}";
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", seconds);
            request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(Sign($"{id}.{seconds}.", body))}");
        }

        return request;
    }

    private byte[] Sign(string before, byte[] body) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(before).Concat(body).ToArray());

    private static byte[] Body(string entity, IEnumerable<Delivery> changes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("object", entity);
            json.WriteStartArray("changes");
            foreach (var delivery in changes)
                Write(json, delivery);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Delivery delivery)
    {
        json.WriteStartObject();
        json.WriteString("key", delivery.ExternalKey);
        json.WriteString("change", delivery.Change == ChangeKind.Deleted ? "deleted" : "upserted");
        if (delivery.RemoteId is { Length: > 0 } id)
            json.WriteString("id", id);
        if (delivery.Change == ChangeKind.Upserted)
        {
            json.WritePropertyName("fields");
            delivery.Fields.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
