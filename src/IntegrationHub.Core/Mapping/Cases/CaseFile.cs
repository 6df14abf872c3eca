using IntegrationHub.Core.Mapping.Coverage;
using IntegrationHub.Core.Mapping.Explain;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Cases;

/// <summary>
/// A list of cases: <c>name</c>, <c>input</c>, and one of <c>expect</c> (the whole result), <c>refused</c> (the causes) and <c>leftOut: true</c>.
/// </summary>
internal static class CaseFile
{
    /// <summary>Exactly one of these is expected.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = ["expect", "refused", "leftOut"];

    /// <summary>What a case can say.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["name", "key", "input", .. Outcomes];

    public static CaseReport Run(string file, ReadOnlyMemory<byte> content, ICase runner)
    {
        var lints = new Lints(file);
        var root = YamlReader.Read(content, lints, isMapping: false);
        var cases = root as YamlList;
        if (root is not null && cases is null)
            lints.Add(root, $"expected a list of cases, found {root.Noun}");
        var (ran, reached) = (new List<RanCase>(), new Reached());
        foreach (var item in cases?.Items ?? [])
        {
            var told = new Lints(file);
            Run(item, runner, reached, told);
            ran.Add(new RanCase(((item as YamlMap)?["name"] as YamlText)?.Value ?? "", item.Line, [.. told.Sorted.Select(lint => lint.Message)]));
            lints.Take(told);
        }

        return new CaseReport(ran.Count, lints.Sorted, [runner.Sites.Against(ran.Count, reached.Keys)]) { Cases = ran };
    }

    private static void Run(YamlNode node, ICase runner, Reached reached, Lints lints)
    {
        if (node is not YamlMap map || map["name"] is not YamlText { Value.Length: > 0 } name || map["input"] is not { } input)
        {
            lints.Add(node, "a case needs a name, an input, and one of expect, refused, leftOut");
            return;
        }

        var before = lints.Count;
        foreach (var (key, _) in map.Entries.Where(entry => !Keys.Contains(entry.Key.Value)))
            lints.Unknown(key, "key", key.Value, Keys);
        var outcomes = map.Entries.Where(entry => Outcomes.Contains(entry.Key.Value)).ToList();
        if (outcomes is not [var (outcome, expected)])
        {
            lints.Add(map, $"'{name.Value}': a case has exactly one of {string.Join(", ", Outcomes)}");
            return;
        }

        if (outcome.Value == "leftOut" && expected is not YamlText { Plain: true, Value: "true" })
            lints.Add(expected, $"'{name.Value}': write leftOut: true, or say what is expected by {string.Join(" or ", Outcomes.Where(other => other != "leftOut"))}");
        if (lints.Count > before)
            return;
        var trace = new Trace();
        var found = runner.Run((map["key"] as YamlText)?.Value ?? "1", YamlJson.ToBytes(input), trace);
        reached.Add(trace, found);
        foreach (var difference in Differences(outcome.Value, expected, found))
            lints.Add(map, $"'{name.Value}': {difference}");
    }

    private static IEnumerable<string> Differences(string outcome, YamlNode expected, CaseResult found)
    {
        switch (outcome, found)
        {
            case ("leftOut", CaseResult.LeftOut):
                return [];
            case ("refused", CaseResult.Refused refused):
                var causes = (expected is YamlList list ? list.Items : [expected]).OfType<YamlText>().Select(text => text.Value).ToHashSet();
                return causes.SetEquals(refused.Causes) ? [] : [$"expected refused: {string.Join("; ", causes)}, found refused: {string.Join("; ", refused.Causes)}"];
            case ("expect", CaseResult.Mapped mapped):
                return JsonDifference.Between(YamlJson.ToNode(expected), mapped.Json);
            default:
                return [$"expected {(outcome == "expect" ? "it to be mapped" : outcome)}, found {found}"];
        }
    }
}

/// <summary>Runs a mapping on a case's input.</summary>
internal interface ICase
{
    CoverageSites Sites { get; }

    CaseResult Run(string key, byte[] input, Trace trace);
}
