using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Discovery;

/// <summary>Where paths of an inward mapping are held against recorded fields: the record, or the elements of a list in it.</summary>
/// <param name="fields">What was recorded.</param>
/// <param name="file">The file it is recorded in, for messages.</param>
/// <param name="at">The record, or the element.</param>
internal sealed class FieldScope(SourceFields fields, string file, FieldNode at)
{
    public static FieldScope? Of(SourceFields? fields, string file) => fields is null ? null : new FieldScope(fields, file, fields.Root);

    /// <summary>Tells a name that no record has. What was only sampled may be rare and not unknown: that is a warning.</summary>
    public void Check(SourcePath path, YamlNode node, Lints lints)
    {
        var here = at;
        foreach (var step in path.Steps)
        {
            if (step.Name is not { } name)
            {
                here = here.AsElement;
                if (step.Pick?.Field[0] is { } wanted && here.Fields.Count > 0 && !here.Fields.ContainsKey(wanted))
                    Tell(wanted, here, node, lints);
            }
            else if (here.Fields.TryGetValue(name, out var found))
            {
                here = found;
            }
            else
            {
                if (here.Fields.Count > 0)
                    Tell(name, here, node, lints);
                return;
            }
        }
    }

    /// <summary>The scope of a list's elements; null: nothing is known of them.</summary>
    public FieldScope? Element(SourcePath path)
    {
        var here = at;
        foreach (var step in path.Steps)
        {
            if (step.Name is not { } name)
                here = here.AsElement;
            else if (here.Fields.TryGetValue(name, out var found))
                here = found;
            else
                return null;
        }

        return new FieldScope(fields, file, here.AsElement);
    }

    private void Tell(string name, FieldNode here, YamlNode node, Lints lints)
    {
        var hint = Lints.Hint(name, [.. here.Fields.Keys]);
        if (fields.Sampled is { } records)
            lints.Warn(node, $"none of the {records} records of {fields.Entity} that were sampled has '{name}'{hint} (see {file})");
        else
            lints.Add(node, $"the source's {fields.Entity} has no field '{name}'{hint} (as recorded in {file}; if it has one now, run: hub discover {file.Split('/')[0]} {fields.Entity} --save)");
    }
}
