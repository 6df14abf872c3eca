namespace IntegrationHub.Sdk.OData;

/// <summary>The names on the way to a field, as <see cref="SourceField.Path"/> writes them.</summary>
internal static class FieldPath
{
    public static IEnumerable<string> Names(string path)
    {
        for (var at = 0; at < path.Length;)
        {
            string name;
            if (path[at] is '\'')
            {
                var end = at + 1;
                while (end < path.Length && (path[end] != '\'' || end + 1 < path.Length && path[end + 1] == '\'' && end++ > 0))
                    end++;
                name = path[(at + 1)..Math.Min(end, path.Length)].Replace("''", "'", StringComparison.Ordinal);
                at = end + 1;
            }
            else
            {
                var end = path.AsSpan(at).IndexOfAny('.', '[') is var found and >= 0 ? at + found : path.Length;
                name = path[at..end];
                at = end;
            }

            yield return name;
            while (at < path.Length && path[at] is '[')
                at = path.IndexOf(']', at) is var close and >= 0 ? close + 1 : path.Length;
            if (at < path.Length && path[at] is '.')
                at++;
        }
    }
}
