using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub preview</c>: what a mapping makes of a record, and how every value comes about.</summary>
internal static class PreviewVerb
{
    private const int WidestCell = 60;

    private static readonly Argument<string> Name = new("mapping") { Description = "A mapping in force, by connection and entity (northwind/Orders, demo-crm/order), or the path of a file that is not in force yet." };
    private static readonly Option<string?> FilePath = new("--file") { Description = "Records as JSON: one object, an array, or one per line. No database is needed." };

    /// <summary>One record, as it came and as it is mapped.</summary>
    private sealed record Previewed(string Key, string? HeldAs, JsonElement Source, JsonElement? Document, bool LeftOut, IReadOnlyList<Core.Mapping.MapIssue> Issues, IReadOnlyList<ExplainedValue> Values);

    internal static Command Create() => Verb.Named("preview", "Shows what a mapping makes of records, and how every value comes about. Exit code 1 when one is refused.", Name, FilePath, MappedRecords.Keys, MappedRecords.Last)
        .Does(async (parsed, terminal, cancellationToken) =>
        {
            var (file, keys, last) = (parsed.GetValue(FilePath), parsed.GetValue(MappedRecords.Keys) ?? [], parsed.GetValue(MappedRecords.Last));
            if (file is null == (keys.Length == 0 && last is null))
                throw new UsageException("Say which records, as in: hub preview northwind/Orders --last 1; or --key 10248; or --file order.json");
            await using var session = file is not null ? HubSession.Read(quiet: true) : await HubSession.OpenAsync(quiet: true, cancellationToken);
            var mapping = ChosenMapping.Find(session, parsed.GetRequiredValue(Name));
            var previews = file is not null ? OfFile(mapping, file) : await OfKeptAsync(session, mapping, keys, last, cancellationToken);

            terminal.Answer(previews, () =>
            {
                foreach (var preview in previews)
                    Show(terminal, mapping, preview);
                if (previews.Count == 0)
                    terminal.Say("The hub keeps no record of this yet.");
            });
            return previews.Any(preview => preview.Issues.Count > 0) ? ExitCode.Incomplete : ExitCode.Ok;
        });

    private static IReadOnlyList<Previewed> OfFile(ChosenMapping mapping, string file) =>
        [.. InputFile.Read(file).Select((json, index) => Of(mapping, $"{Path.GetFileName(file)} {index + 1}", $"{index + 1}", json, heldAs: null))];

    private static async Task<IReadOnlyList<Previewed>> OfKeptAsync(HubSession session, ChosenMapping mapping, string[] keys, int? last, CancellationToken cancellationToken) =>
        [.. (await MappedRecords.FindAsync(session, mapping, keys, last, cancellationToken)).Select(record => Of(
            mapping, record.Key.ToString(), record.Key.Id, mapping.Inward is null ? record.Document : record.Raw, $"held in version {record.Version}{SameAsHeld(mapping, record)}"))];

    private static Previewed Of(ChosenMapping mapping, string title, string key, byte[] source, string? heldAs)
    {
        var explanation = mapping.Inward is { } inward
            ? inward.Explain(mapping.Connection ?? mapping.File.Name.Split('/')[0], new SourceRecord(key, ChangeKind.Upserted, source))
            : mapping.Outward!.Explain(source);
        return new Previewed(title, heldAs, JsonElement.Parse(source), explanation.Document is { } document ? JsonElement.Parse(document) : null, explanation.LeftOut, explanation.Issues, explanation.Values);
    }

    private static string SameAsHeld(ChosenMapping mapping, KeptRecord record)
    {
        if (mapping.Inward is not { } inward || inward.Map(record.Key.System, new SourceRecord(record.Key.Id, ChangeKind.Upserted, record.Raw)) is not Core.Mapping.MapResult.Mapped(var mapped))
            return "";
        return record.IsSame(mapped) ? ", and the same by this mapping" : ", and another by this mapping";
    }

    private static void Show(Terminal terminal, ChosenMapping mapping, Previewed preview)
    {
        terminal.Say($"{preview.Key}  by {mapping.File.Name}{(preview.HeldAs is null ? "" : $"  ({preview.HeldAs})")}");
        terminal.Say("");
        string[] right = preview.LeftOut ? ["(left out by 'only')"] : preview.Document is { } document ? Lines(document) : [.. preview.Issues.Select(issue => $"refused: {issue.Cause}"), .. preview.Issues.Select(issue => $"  by {issue.Rule}")];
        foreach (var line in AlignedText.Beside(Lines(preview.Source), right, WidestCell))
            terminal.Say(line);
        terminal.Say("");
        IReadOnlyList<IReadOnlyList<string>> rows = [["field", "from", "raw", "steps", "value", "rule"], .. preview.Values.Select(Row)];
        foreach (var line in AlignedText.Columns(rows, WidestCell))
            terminal.Say(line);
        terminal.Say("");
    }

    private static IReadOnlyList<string> Row(ExplainedValue value) =>
    [
        value.Field,
        string.Join(", ", value.SourcePaths.DefaultIfEmpty("(constant)")),
        string.Join(", ", value.Steps.Where(step => step.Kind != ExplainedStep.Kinds.Convert).Select(step => step.To ?? "-").DefaultIfEmpty("-")),
        string.Join(" > ", value.Steps.Where(step => step.Kind == ExplainedStep.Kinds.Convert).Select(step => step.What)),
        value.Outcome switch
        {
            ExplainedOutcome.Present => value.Steps.LastOrDefault()?.To ?? "",
            ExplainedOutcome.Refused => $"refused: {value.Cause}",
            _ => "-",
        },
        value.Rule,
    ];

    private static string[] Lines(JsonElement json) => JsonSerializer.Serialize(json, Terminal.JsonStyle).Split('\n');
}
