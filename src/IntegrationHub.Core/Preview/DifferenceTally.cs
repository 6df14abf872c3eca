using IntegrationHub.Core.Mapping;

namespace IntegrationHub.Core.Preview;

/// <summary>Counts differences as they are found. Its size depends on the mapping's fields and causes, not on the records. One caller at a time.</summary>
/// <param name="mask">Masks an example's value, by its field; null: shown as they are.</param>
internal sealed class DifferenceTally(Func<string, string, string>? mask)
{
    private const int Examples = 3;
    private const int LongestValue = 200;

    private readonly Dictionary<string, (long Records, List<FieldExample> Examples)> fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Gained, long Lost)> causes = new(StringComparer.Ordinal);
    private long same, changed, newlyRefused, noLongerRefused, refusedOtherwise, newlyLeftOut, newlyTaken;

    public long Records => same + changed + newlyRefused + noLongerRefused + refusedOtherwise + newlyLeftOut + newlyTaken;

    public void Same() => same++;

    public void Changed(string key, IReadOnlyCollection<FieldChange> changes)
    {
        changed++;
        foreach (var field in changes.GroupBy(change => change.Field))
        {
            var (records, examples) = fields.GetValueOrDefault(field.Key, (0, []));
            if (examples.Count < Examples)
                examples.Add(Example(key, field.First()));
            fields[field.Key] = (records + 1, examples);
        }
    }

    public void NewlyRefused(IReadOnlyList<MapIssue> issues)
    {
        newlyRefused++;
        Gain(issues);
    }

    public void NoLongerRefused(IEnumerable<string> lost)
    {
        noLongerRefused++;
        Lose(lost);
    }

    /// <summary>Refused before and after: the same when no cause comes or goes.</summary>
    public void StillRefused(IReadOnlyCollection<string> before, IReadOnlyList<MapIssue> issues)
    {
        var after = issues.Select(issue => issue.Cause).ToHashSet();
        if (after.SetEquals(before))
        {
            same++;
            return;
        }

        refusedOtherwise++;
        Gain([.. issues.Where(issue => !before.Contains(issue.Cause))]);
        Lose(before.Where(cause => !after.Contains(cause)));
    }

    public void NewlyLeftOut() => newlyLeftOut++;

    public void NewlyTaken() => newlyTaken++;

    public MappingDifference Result => new()
    {
        Records = Records,
        Same = same,
        Changed = changed,
        NewlyRefused = newlyRefused,
        NoLongerRefused = noLongerRefused,
        RefusedOtherwise = refusedOtherwise,
        NewlyLeftOut = newlyLeftOut,
        NewlyTaken = newlyTaken,
        Fields = [.. fields.OrderByDescending(one => one.Value.Records).ThenBy(one => one.Key, StringComparer.Ordinal).Select(one => new FieldDifference(one.Key, one.Value.Records, one.Value.Examples))],
        Causes = [.. causes.OrderByDescending(cause => cause.Value.Gained + cause.Value.Lost).ThenBy(cause => cause.Key, StringComparer.Ordinal).Select(cause => new CauseDifference(cause.Key, cause.Value.Gained, cause.Value.Lost))],
    };

    private void Gain(IEnumerable<MapIssue> issues)
    {
        foreach (var cause in issues.Select(issue => issue.Cause).Distinct())
            causes[cause] = (causes.GetValueOrDefault(cause).Gained + 1, causes.GetValueOrDefault(cause).Lost);
    }

    private void Lose(IEnumerable<string> lost)
    {
        foreach (var cause in lost.Distinct())
            causes[cause] = (causes.GetValueOrDefault(cause).Gained, causes.GetValueOrDefault(cause).Lost + 1);
    }

    private FieldExample Example(string key, FieldChange change) => new(mask is null ? key : mask("", key), Shown(change.Field, change.Old), Shown(change.Field, change.New));

    private string? Shown(string field, string? value)
    {
        var shown = value is null || mask is null ? value : mask(field, value);
        return shown?.Length > LongestValue ? shown[..LongestValue] + "…" : shown;
    }
}
