using System.Text;

namespace IntegrationHub.Connectors.Salesforce;

/// <summary>Text for SOQL queries, which stand in an address.</summary>
internal static class Soql
{
    /// <summary>The address line may have 16,384 letters (Developer Limits); proxies in between often take half.</summary>
    private const int LongestList = 6000;

    private const int MostValues = 200;

    /// <summary>Values, each once, in lists that fit an address: <c>('a','b')</c>.</summary>
    public static IEnumerable<string> Lists(IEnumerable<string> values)
    {
        var list = new StringBuilder();
        var (length, count) = (0, 0);
        foreach (var value in values)
        {
            var quoted = Quoted(value);
            var longer = Uri.EscapeDataString(quoted).Length + 3;
            if (count == MostValues || count > 0 && length + longer > LongestList)
            {
                yield return $"({list})";
                list.Clear();
                (length, count) = (0, 0);
            }

            list.Append(count == 0 ? "" : ",").Append(quoted);
            (length, count) = (length + longer, count + 1);
        }

        if (count > 0)
            yield return $"({list})";
    }

    /// <summary>SOQL and SOSL Reference, "Quoted String Escape Sequences".</summary>
    private static string Quoted(string value)
    {
        var text = new StringBuilder("'");
        foreach (var letter in value)
            text.Append(letter switch { '\\' => "\\\\", '\'' => "\\'", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => letter.ToString() });
        return text.Append('\'').ToString();
    }
}
