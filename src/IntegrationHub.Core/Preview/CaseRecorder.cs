using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Mapping.Cases;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Preview;

/// <summary>
/// Makes cases out of kept records: what the mapping looks at and nothing else, personal data masked, and what the mapping makes of exactly that. Safe from several threads.
/// </summary>
public sealed partial class CaseRecorder(Masking masking)
{
    /// <summary>A check digit of one in nine is found in so many attempts but for once in a million.</summary>
    private const int Attempts = 300;

    /// <summary>What these take is a code, or begins with one.</summary>
    private static readonly string[] Codes = ["choose", "prefecture", "country", "country-alpha3", "language", "sap-language", "currency", "unit"];

    /// <summary>A case of an inward mapping.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="key">The record's key.</param>
    /// <param name="raw">The record.</param>
    /// <exception cref="UnmaskableException">Masked, it would no longer map as it does; the message says which value is to blame.</exception>
    public RecordedCase Record(Mapping.Mapping mapping, string key, ReadOnlyMemory<byte> raw)
    {
        var system = mapping.File.Split('/')[0];   // as the runner of cases has it
        return Record(key, raw, mapping.To, mapping.Shape, input => mapping.Explain(system, new SourceRecord(key, ChangeKind.Upserted, input)), Sites, new InwardCase(mapping));
    }

    /// <summary>A case of an outward mapping, from a stored document.</summary>
    /// <inheritdoc cref="Record(Mapping.Mapping, string, ReadOnlyMemory{byte})"/>
    /// <param name="mapping"></param><param name="key"></param>
    /// <param name="document">The document.</param>
    public RecordedCase Record(OutwardMapping mapping, string key, ReadOnlyMemory<byte> document) => Record(
        key, document, mapping.From, mapping.Shape, input => mapping.Explain(input), explanation => explanation.Values.SelectMany(value => value.SourcePaths).Distinct().Select(path => (path, Unnumbered(path))), new OutwardCase(mapping));

    private RecordedCase Record(
        string key, ReadOnlyMemory<byte> raw, EntityKind entity, Shape shape, Func<ReadOnlyMemory<byte>, Explanation> explain, Func<Explanation, IEnumerable<(string Path, string Site)>> sites, ICase runner)
    {
        var whole = explain(raw);
        using var record = JsonDocument.Parse(raw);
        var recorded = new RecordedInput(record.RootElement);
        var kinds = KindsOf(recorded, whole, entity, sites);
        var attempts = new Dictionary<string, int>(StringComparer.Ordinal);
        while (true)
        {
            var masked = new HashSet<string>(StringComparer.Ordinal);
            var input = recorded.Copy(shape, (place, value) => Masked(place, value, kinds, attempts, masked))!;
            var bytes = JsonSerializer.SerializeToUtf8Bytes(input, Json.Style);
            var outcome = explain(bytes);
            if (IsAlike(whole, outcome))
            {
                var name = PersonalData.OfValue(key) is { } kind ? masking.Of(kind, key) : key;
                return new RecordedCase(name, input, runner.Run(name, bytes, new Trace()));
            }

            var blamed = Blamed(recorded, whole, outcome).Where(masked.Contains).ToArray();
            if (blamed.Length == 0)
                throw new UnmaskableException($"Record {key}: with its personal data masked it would no longer map as it does. Write the case by hand.");
            foreach (var place in blamed)
                if ((attempts[place] = attempts.GetValueOrDefault(place) + 1) > Attempts)
                    throw new UnmaskableException($"Record {key}: no mask of the value at {place} is taken by the mapping. Write the case by hand.");
        }
    }

    private JsonNode? Masked(string place, JsonElement value, IReadOnlyDictionary<string, MaskKind?> kinds, Dictionary<string, int> attempts, HashSet<string> masked)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        // what the mapping did not come to look at may be anything
        var known = kinds.TryGetValue(place, out var kind);
        if (value.ValueKind is JsonValueKind.String)
            kind = known && kind is not (null or MaskKind.Text) ? kind : PersonalData.OfValue(text!.Trim()) ?? (known ? kind : MaskKind.Text);
        if (text is null || kind is not { } how)
            return JsonNode.Parse(value.GetRawText());
        masked.Add(place);
        var mask = masking.Of(how, text, attempts.GetValueOrDefault(place));
        return value.ValueKind is JsonValueKind.Number ? JsonNode.Parse(mask) : JsonValue.Create(mask);
    }

    /// <summary>How the value at each place is masked, by the field it feeds. One that is chosen by, compared, or no text in the end says nothing of a person.</summary>
    private static Dictionary<string, MaskKind?> KindsOf(RecordedInput recorded, Explanation explanation, EntityKind entity, Func<Explanation, IEnumerable<(string Path, string Site)>> sites)
    {
        var kinds = new Dictionary<string, MaskKind?>(StringComparer.Ordinal);
        var compared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pick in explanation.Values.SelectMany(value => value.Steps).Where(step => step.Kind == ExplainedStep.Kinds.Pick))
            recorded.PlaceOf(pick.What + ".field", compared);
        foreach (var (path, site) in sites(explanation))
            kinds[recorded.PlaceOf(path, [])] = PersonalData.OfField(entity, site) ?? kinds.GetValueOrDefault(recorded.PlaceOf(path, []));
        foreach (var value in explanation.Values.Where(value => value.Steps.Any(step => step.Kind == ExplainedStep.Kinds.Convert && Codes.Contains(step.What.Split(' ', '(')[0])) || IsOther(value)))
            compared.UnionWith(value.SourcePaths.Select(path => recorded.PlaceOf(path, [])));
        foreach (var place in compared)
            kinds[place] = null;
        return kinds;
    }

    private static bool IsOther(ExplainedValue value) => value.Outcome is ExplainedOutcome.Present && value.Steps is [.., { To: { } to }] && !to.StartsWith('"');

    private static IEnumerable<(string Path, string Site)> Sites(Explanation explanation) => explanation.Values.SelectMany(value => value.SourcePaths.Select(path => (path, value.Site)));

    private static string Unnumbered(string path) => Numbers().Replace(path, "[]");

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Numbers();

    /// <summary>The same fields are filled, or it is refused for the same causes.</summary>
    private static bool IsAlike(Explanation one, Explanation other) =>
        one.LeftOut == other.LeftOut && one.Document is null == other.Document is null
            && Filled(one).SetEquals(Filled(other)) && one.Issues.Select(issue => issue.Cause).ToHashSet().SetEquals(other.Issues.Select(issue => issue.Cause));

    private static HashSet<(string Field, ExplainedOutcome Outcome)> Filled(Explanation explanation) => [.. explanation.Values.Select(value => (value.Field, value.Outcome))];

    /// <summary>The places of values that came out otherwise.</summary>
    private static IEnumerable<string> Blamed(RecordedInput recorded, Explanation whole, Explanation outcome)
    {
        var before = Filled(whole);
        return outcome.Values.Where(value => !before.Contains((value.Field, value.Outcome))).SelectMany(value => value.SourcePaths).Select(path => recorded.PlaceOf(path, []));
    }
}

/// <summary>A record as a case.</summary>
public sealed class RecordedCase
{
    private readonly JsonNode input;
    private readonly CaseResult result;

    internal RecordedCase(string key, JsonNode input, CaseResult result) => (Key, this.input, this.result) = (key, input, result);

    /// <summary>The record's key, masked where it is personal.</summary>
    public string Key { get; }

    /// <summary>The name it gets in a cases file.</summary>
    public string Name => $"kept record {Key}";

    /// <summary>The case as an entry of a cases file.</summary>
    public string ToYaml()
    {
        var yaml = new StringBuilder($"- name: {CaseYaml.Scalar(Name)}\n  key: {CaseYaml.Scalar(Key)}\n");
        CaseYaml.Property(yaml, "input", input, 2);
        switch (result)
        {
            case CaseResult.Mapped(var document):
                CaseYaml.Property(yaml, "expect", document, 2);
                break;
            case CaseResult.Refused(var causes):
                CaseYaml.Property(yaml, "refused", new JsonArray([.. causes.Select(cause => JsonValue.Create(cause))]), 2);
                break;
            default:
                yaml.Append("  leftOut: true\n");
                break;
        }

        return yaml.ToString();
    }
}

/// <summary>A record cannot become a case without its personal data.</summary>
public sealed class UnmaskableException(string message) : Exception(message);
