using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Host.Admin;

/// <summary>A source record for people's eyes: JSON indented, anything else as it is; very long ones cut.</summary>
internal static class PayloadText
{
    internal const int Longest = 100_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };   // Razor encodes it

    internal static string Readable(string payload)
    {
        if (payload.Length > Longest)
            return payload[..Longest] + " …";
        try
        {
            return JsonNode.Parse(payload)?.ToJsonString(Indented) ?? payload;
        }
        catch (JsonException)
        {
            return payload;   // a broken line of a file: shown as it was read
        }
    }
}
