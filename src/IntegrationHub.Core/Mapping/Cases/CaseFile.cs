using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Cases;

/// <summary>
/// A list of cases: <c>name</c>, <c>input</c>, and one of <c>expect</c> (the whole result), <c>refused</c> (the causes) and <c>leftOut: true</c>.
/// </summary>
internal static class CaseFile
{
    private static readonly string[] Outcomes = ["expect", "refused", "leftOut"];

    public static CaseReport Run(string file, ReadOnlyMemory<byte> content, ICase runner)
    {
        var lints = new Lints(file);
        var root = YamlReader.Read(content, lints);
        var cases = root as YamlList;
        if (root is not null && cases is null)
            lints.Add(root, $"expected a list of cases, found {root.Noun}");
        var ran = new List<RanCase>();
        foreach (var item in cases?.Items ?? [])
        {
            var told = new Lints(file);
            Run(item, runner, told);
            ran.Add(new RanCase(((item as YamlMap)?["name"] as YamlText)?.Value ?? "", item.Line, [.. told.Sorted.Select(lint => lint.Message)]));
            foreach (var lint in told.Sorted)
                lints.Add(lint.Line, lint.Column, lint.Message);
        }

        return new CaseReport(ran.Count, lints.Sorted) { Cases = ran };
    }

    private static void Run(YamlNode node, ICase runner, Lints lints)
    {
        if (node is not YamlMap map || map["name"] is not YamlText { Value.Length: > 0 } name || map["input"] is not { } input)
        {
            lints.Add(node, "a case needs a name, an input, and one of expect, refused, leftOut");
            return;
        }

        var before = lints.Count;
        string[] known = ["name", "key", "input", .. Outcomes];
        foreach (var (key, _) in map.Entries.Where(entry => !known.Contains(entry.Key.Value)))
            lints.Unknown(key, "key", key.Value, known);
        var outcomes = map.Entries.Where(entry => Outcomes.Contains(entry.Key.Value)).ToList();
        if (outcomes is not [var (outcome, expected)])
        {
            lints.Add(map, $"'{name.Value}': a case has exactly one of {string.Join(", ", Outcomes)}");
            return;
        }

        if (lints.Count > before)
            return;
        var found = runner.Run((map["key"] as YamlText)?.Value ?? "1", YamlJson.ToBytes(input));
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
    CaseResult Run(string key, byte[] input);
}
