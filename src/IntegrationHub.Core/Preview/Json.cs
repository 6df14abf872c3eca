using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationHub.Core.Preview;

internal static class Json
{
    /// <summary>For people: text unescaped where JSON allows it.</summary>
    public static readonly JsonSerializerOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
