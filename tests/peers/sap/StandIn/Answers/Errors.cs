using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SapStandIn.Answers;

/// <summary>SAP's error format, and its log-on page.</summary>
internal static class Errors
{
    public static SapResponse Of(SapFailure failure, string language, string service)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("code", failure.Code);
            json.WriteStartObject("message");
            json.WriteString("lang", language);
            json.WriteString("value", failure.Message);
            json.WriteEndObject();
            json.WriteStartObject("innererror");
            json.WriteStartObject("application");
            json.WriteString("component_id", "");
            json.WriteString("service_namespace", "/SAP/");
            json.WriteString("service_id", service);
            json.WriteString("service_version", "0001");
            json.WriteEndObject();
            json.WriteString("transactionid", "B5F1E4E6D2A04D4E9A6C0C1E2F3A4B5C");
            json.WriteString("timestamp", DateTime.UtcNow.ToString("yyyyMMddHHmmss.fffffff", CultureInfo.InvariantCulture));
            json.WriteStartObject("Error_Resolution");
            json.WriteString("SAP_Transaction", "Run transaction /IWFND/ERROR_LOG on SAP Gateway hub system and search for entries with the timestamp above for more details");
            json.WriteEndObject();
            json.WriteStartArray("errordetails");
            json.WriteStartObject();
            json.WriteString("code", failure.Code);
            json.WriteString("message", failure.Message);
            json.WriteString("propertyref", "");
            json.WriteString("severity", "error");
            json.WriteString("target", "");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new SapResponse(failure.Status, ReadEndpoint.Json, buffer.WrittenSpan.ToArray());
    }

    public static SapResponse LogOn() => new(401, "text/html; charset=utf-8", "<html><head><title>Logon Error Message</title></head><body><h1>Anmeldung fehlgeschlagen</h1></body></html>")
    {
        Headers = { ["www-authenticate"] = "Basic realm=\"SAP NetWeaver Application Server [S4H/100]\"" },
    };
}
