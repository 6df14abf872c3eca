using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Discovery;

/// <summary>The fields of a source's entity, as <c>hub discover</c> finds and records them beside the mappings: <c>northwind/Orders.fields.json</c>.</summary>
public sealed class SourceFields
{
    public const string Ending = ".fields.json";
    private const int MaxBytes = 8 * 1024 * 1024;

    private SourceFields(string entity, int? sampled, FieldNode root) => (Entity, Sampled, Root) = (entity, sampled, root);

    public string Entity { get; }

    /// <summary>How many records were looked at; null: the source itself says what there is, and it is all there is.</summary>
    public int? Sampled { get; }

    /// <summary>In order of name.</summary>
    public IReadOnlyList<SourceField> All => [.. Root.Flat()];

    internal FieldNode Root { get; }

    /// <summary>Asks the source, or looks at the first records it gives. No checkpoint is moved.</summary>
    /// <param name="source">A source, opened for this.</param>
    /// <param name="entity">The entity by the source's name.</param>
    /// <param name="records">When it has to look: at most at this many records.</param>
    /// <exception cref="ConnectorException">The source cannot be read.</exception>
    public static async Task<SourceFields> OfAsync(ISource source, string entity, int records, CancellationToken cancellationToken)
    {
        if (source is ISourceSchema schema && await schema.DescribeAsync(entity, cancellationToken) is { Count: > 0 } described)
            return new SourceFields(entity, null, FieldPaths.Tree(described));
        var (root, seen) = (new FieldNode(), 0);
        await foreach (var batch in source.ReadAsync(new ReadRequest(entity, After: null, records), cancellationToken))
        {
            foreach (var record in batch.Records.Where(record => record.Change is ChangeKind.Upserted).Take(records - seen))
            {
                FieldSample.Add(root, record);
                seen++;
            }

            if (seen >= records)
                break;
        }

        return new SourceFields(entity, seen, root);
    }

    /// <summary>What is recorded in a file. Null, with a lint, when it cannot be read.</summary>
    internal static SourceFields? Read(string path, string name, Action<Lint> tell)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw new FormatException($"more than {MaxBytes} bytes");
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var sampled = json.RootElement.TryGetProperty("sampled", out var number) ? number.GetInt32() : (int?)null;
            var fields = json.RootElement.GetProperty("fields").EnumerateObject().Select(field => new SourceField(field.Name, Enum.Parse<SourceFieldKind>(field.Value.GetString()!, ignoreCase: true)));
            return new SourceFields(json.RootElement.GetProperty("entity").GetString()!, sampled, FieldPaths.Tree(fields));
        }
        // a file that somebody wrote or cut: whatever is wrong with it, the way out is the same
        catch (Exception broken) when (broken is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            tell(new Lint(name, 0, 0, $"not what hub discover writes: {broken.Message} Write it anew: hub discover {name.Split('/')[0]} --save"));
            return null;
        }
    }

    /// <summary>As it is recorded: the same fields give the same text, one line each.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("entity", Entity);
            if (Sampled is { } records)
                writer.WriteNumber("sampled", records);
            writer.WriteStartObject("fields");
            foreach (var field in All)
                writer.WriteString(field.Path, JsonNamingPolicy.CamelCase.ConvertName(field.Kind.ToString()));
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }
}
