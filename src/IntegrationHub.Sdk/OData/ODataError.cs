using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace IntegrationHub.Sdk.OData;

/// <summary>What a service says when it refuses: <c>error.code</c> and <c>error.message</c>, in version 2 with the text under <c>value</c>. Immutable.</summary>
/// <param name="Code">The service's own code; empty when it says none.</param>
/// <param name="Message">Its words, one line, shortened; empty when it says none.</param>
public sealed record ODataError(string Code, string Message)
{
    private const int Longest = 400;

    /// <summary>More about it, each with its code: <c>error.details</c>, or SAP's <c>error.innererror.errordetails</c>.</summary>
    public IReadOnlyList<ODataError> Details { get; init; } = [];

    /// <summary>Reads an answer's body, JSON or XML; null when it says nothing of the kind.</summary>
    public static ODataError? Read(ReadOnlyMemory<byte> body)
    {
        if (body.Span.TrimStart("\uFEFF \r\n\t"u8) is [(byte)'<', ..])
            return ReadXml(body);
        try
        {
            using var document = JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body);
            var root = document.RootElement;
            return Within(root, root.ValueKind == JsonValueKind.Object && root.TryGetProperty("odata.error", out _) ? "odata.error" : "error") is { ValueKind: JsonValueKind.Object } error
                ? One(error, details: true)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Code, words and the first detail that says something else, in one line.</summary>
    public override string ToString()
    {
        var detail = Details.FirstOrDefault(known => known.Message.Length > 0 && known.Message != Message);
        var said = Code.Length == 0 ? Message : Message.Length == 0 ? Code : $"{Code}: {Message}";
        var all = detail is null ? said : $"{said} ({detail})";
        return all.Length <= Longest ? all : $"{all.AsSpan(0, Longest)}…";
    }

    /// <summary>As services answer whose default is Atom.</summary>
    private static ODataError? ReadXml(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XElement.Load(reader);
            return root.Name.LocalName == "error" ? new ODataError(Child(root, "code"), Child(root, "message")) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Child(XElement root, string name) => Line(root.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "");

    private static string Line(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static ODataError One(JsonElement error, bool details) => new(Text(Within(error, "code")), Text(Within(error, "message")))
    {
        Details = details && (List(Within(error, "details")) ?? List(Within(Within(error, "innererror"), "errordetails"))) is { } more ? [.. more.Select(detail => One(detail, details: false))] : [],
    };

    private static IEnumerable<JsonElement>? List(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : null;

    private static JsonElement Within(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Line(element.GetString()!),
        JsonValueKind.Object => Text(Within(element, "value")),
        _ => "",
    };
}
