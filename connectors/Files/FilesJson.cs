using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationHub.Connectors.Files;

/// <summary>How rows are written: text as it is (名 and not \u540d), structure known to be right.</summary>
internal static class FilesJson
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
}
