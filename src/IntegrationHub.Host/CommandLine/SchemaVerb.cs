using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Mapping.Schema;
using IntegrationHub.Host.Settings;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub schema</c>: JSON Schemas, for editors that complete and check while one types.</summary>
internal static class SchemaVerb
{
    private static readonly JsonSerializerOptions Style = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Argument<string?> Name = new("file") { Description = "What of: mapping, cases or appsettings. Left out: all three, with --to.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> To = new("--to") { Description = "Write <name>.schema.json into this folder instead of printing it." };

    /// <summary>The schemas by name, as files hold them.</summary>
    internal static IReadOnlyDictionary<string, Func<string>> All { get; } = new Dictionary<string, Func<string>>
    {
        ["mapping"] = () => Text(MappingSchema.OfMappings(new ConverterSet(InstalledConnectors.In(AppContext.BaseDirectory).Converters))),
        ["cases"] = () => Text(MappingSchema.OfCases()),
        ["appsettings"] = () => Text(SettingsSchema.Of(InstalledConnectors.In(AppContext.BaseDirectory))),
    };

    internal static Command Create()
    {
        Name.AcceptOnlyFromAmong([.. All.Keys]);
        return Verb.Named("schema", "Prints the JSON Schema of mappings, of their cases or of the settings, or writes all three.", Name, To).Does((parsed, terminal, cancellationToken) =>
        {
            var (name, folder) = (parsed.GetValue(Name), parsed.GetValue(To));
            if (folder is not null)
                return WriteAsync(name is null ? All.Keys : [name], folder, terminal, cancellationToken);
            if (name is null)
                throw new UsageException("Say which, as in: hub schema mapping; or where to: hub schema --to docs/schema");
            Console.Write(All[name]());
            return Task.FromResult(ExitCode.Ok);
        });
    }

    private static async Task<int> WriteAsync(IEnumerable<string> names, string folder, Terminal terminal, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var written = new List<string>();
        foreach (var name in names)
        {
            var file = Path.Combine(folder, $"{name}.schema.json");
            await File.WriteAllTextAsync(file, All[name](), cancellationToken);
            written.Add(file);
        }

        terminal.Answer(new { written }, () => written.ForEach(file => terminal.Say($"Wrote {file}")));
        return ExitCode.Ok;
    }

    private static string Text(JsonObject schema) => schema.ToJsonString(Style) + "\n";
}
