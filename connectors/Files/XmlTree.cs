using System.Text;
using System.Text.Json;

namespace IntegrationHub.Connectors.Files;

/// <summary>One element with all that is in it, by local names: prefixes and namespaces are dropped.</summary>
internal sealed class XmlTree(string name, int line)
{
    private readonly List<(string Name, string Value)> _attributes = [];
    private readonly List<XmlTree> _children = [];
    private readonly StringBuilder _text = new();

    public string Name => name;

    /// <summary>The line its tag begins on.</summary>
    public int Line => line;

    /// <summary>The names a path may begin with: the elements within it, then its attributes.</summary>
    public IEnumerable<string> Members => _children.Select(child => child.Name).Distinct().Concat(_attributes.Select(attribute => $"@{attribute.Name}"));

    public void AddText(string text) => _text.Append(text);

    public void AddChild(XmlTree child) => _children.Add(child);

    /// <summary>Of two attributes whose names differ by their prefix alone the first is kept: a JSON object has each name once.</summary>
    public void AddAttribute(string attribute, string value)
    {
        if (!_attributes.Exists(known => known.Name == attribute))
            _attributes.Add((attribute, value));
    }

    /// <summary>The text at a path such as <c>IDOC.E1EDL20.VBELN</c> or <c>Head.@id</c>, of the first where several are; null when there is none.</summary>
    public string? TextAt(ReadOnlySpan<char> path)
    {
        if (path is ['@', ..])
        {
            var attribute = path[1..].ToString();
            return _attributes.Find(known => known.Name == attribute).Value;
        }

        var dot = path.IndexOf('.');
        var first = (dot < 0 ? path : path[..dot]).ToString();
        var child = _children.Find(child => child.Name == first);
        return dot < 0 ? child?._text.ToString() : child?.TextAt(path[(dot + 1)..]);
    }

    /// <summary>Writes what is in it as a JSON object, even if that is text only.</summary>
    public void WriteObject(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (attribute, value) in _attributes)
            json.WriteString($"@{attribute}", value);
        if (_text.Length > 0)
            json.WriteString("#text", _text.ToString());
        foreach (var (child, several) in InOrder())
        {
            json.WritePropertyName(child);
            if (several.Count == 1)
            {
                several[0].Write(json);
                continue;
            }

            json.WriteStartArray();
            foreach (var one in several)
                one.Write(json);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json)
    {
        if (_attributes.Count == 0 && _children.Count == 0)
            json.WriteStringValue(_text.ToString());
        else
            WriteObject(json);
    }

    // Those of one name together, where the first of them stands.
    private IEnumerable<(string Name, List<XmlTree> Several)> InOrder()
    {
        var byName = new OrderedDictionary<string, List<XmlTree>>(StringComparer.Ordinal);
        foreach (var child in _children)
        {
            if (!byName.TryGetValue(child.Name, out var several))
                byName.Add(child.Name, several = []);
            several.Add(child);
        }

        return byName.Select(pair => (pair.Key, pair.Value));
    }
}
