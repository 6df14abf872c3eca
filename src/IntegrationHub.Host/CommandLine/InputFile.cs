using System.Text;
using System.Text.Json;

namespace IntegrationHub.Host.CommandLine;

/// <summary>Records of a JSON file: one object, an array of them, or one per line.</summary>
internal static class InputFile
{
    /// <exception cref="UsageException">The file is missing, or holds something else.</exception>
    internal static IReadOnlyList<byte[]> Read(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"There is no file {path}.");
        try
        {
            var records = new List<byte[]>();
            var reader = new Utf8JsonReader(WithoutMark(File.ReadAllBytes(path)), new JsonReaderOptions { AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Skip });
            while (reader.Read())
                Add(records, JsonElement.ParseValue(ref reader), path);
            return records.Count > 0 ? records : throw new UsageException($"{path} holds no record.");
        }
        catch (JsonException broken)
        {
            throw new UsageException($"{path}({broken.LineNumber + 1},{broken.BytePositionInLine + 1}) is no JSON: expected an object, an array of objects, or one object per line.");
        }
    }

    private static void Add(List<byte[]> records, JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                records.Add(Encoding.UTF8.GetBytes(value.GetRawText()));
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Add(records, item, path);
                break;
            default:
                throw new UsageException($"{path} holds {value.GetRawText()}, which is no record: expected JSON objects.");
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(byte[] content) => content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? content.AsSpan(Encoding.UTF8.Preamble.Length) : content;
}
