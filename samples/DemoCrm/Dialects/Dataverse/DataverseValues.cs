using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DemoCrm.Dialects.Dataverse;

/// <summary>A request that is refused.</summary>
internal sealed class DataverseRefusal(int status, string code, string message) : Exception(message)
{
    public ODataReply Reply => DataverseDialect.Error(status, code, Message);
}

/// <summary>What columns take.</summary>
internal static class DataverseValues
{
    public static JsonNode? Checked(DataverseColumn column, JsonNode? value)
    {
        if (value is null)
            return null;
        var kind = value.GetValueKind();
        var text = kind == JsonValueKind.String ? value.GetValue<string>() : "";
        var fits = column.Type switch
        {
            "String" => kind == JsonValueKind.String && text.Length <= int.Parse(column.Words[1], CultureInfo.InvariantCulture),
            "Memo" => kind == JsonValueKind.String,
            "Decimal" or "Integer" => kind == JsonValueKind.Number,
            "Boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "DateOnly" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "DateTime" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
            _ => false,
        };
        // the real one repeats the value in its message, too
        return fits ? value.DeepClone() : throw new DataverseRefusal(400, "0x80048d19", $"Error identified in Payload provided by the user for '{column.Name}': cannot convert the literal '{value}' to the expected type '{column.Type}'.");
    }
}
