using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Mapping.Discovery;

/// <summary>Paths of fields as sources and recorded files write them: <c>lines[].ProductID</c>, <c>'odd.name'</c>.</summary>
internal static class FieldPaths
{
    /// <exception cref="FormatException">A path is none.</exception>
    public static FieldNode Tree(IEnumerable<SourceField> fields)
    {
        var root = new FieldNode();
        root.Holds(SourceFieldKind.Object);
        foreach (var field in fields)
            At(root, field.Path).Holds(field.Kind);
        return root;
    }

    private static FieldNode At(FieldNode node, string path)
    {
        for (var at = 0; ; at++)
        {
            node = node.Field(Name(path, ref at));
            if (at == path.Length)
                return node;
            if (path.AsSpan(at).StartsWith("[]"))
            {
                node = node.Elements();
                at += 2;
            }

            if (at == path.Length)
                return node;
            if (path[at] != '.')
                throw new FormatException($"'{path}' is no path of a field.");
        }
    }

    private static string Name(string path, ref int at)
    {
        if (at < path.Length && path[at] == '\'')
            return Quoted(path, ref at);
        var end = path.AsSpan(at).IndexOfAny('.', '[');
        var name = end < 0 ? path[at..] : path.Substring(at, end);
        at += name.Length;
        return name.Length > 0 ? name : throw new FormatException($"'{path}' is no path of a field.");
    }

    private static string Quoted(string path, ref int at)
    {
        var name = new StringBuilder();
        for (at++; at < path.Length; at++)
        {
            if (path[at] != '\'')
                name.Append(path[at]);
            else if (at + 1 < path.Length && path[at + 1] == '\'')
                name.Append(path[at++]);
            else
            {
                at++;
                return name.ToString();
            }
        }

        throw new FormatException($"'{path}' is no path of a field: a quote is not closed.");
    }
}
