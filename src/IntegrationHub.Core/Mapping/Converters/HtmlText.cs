using System.Net;
using System.Text;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>What HTML says, in one pass and in time that grows with its length: enough for the remarks that systems keep, not a browser.</summary>
internal static class HtmlText
{
    private static readonly HashSet<string> Lines = new(
        ["address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Unseen = new(["script", "style", "head", "title", "template", "noscript"], StringComparer.OrdinalIgnoreCase);

    public static string Of(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length;)
        {
            if (html[at] == '<' && at + 1 < html.Length && (char.IsAsciiLetter(html[at + 1]) || html[at + 1] is '/' or '!' or '?'))
            {
                at = Tag(html, at, text);
                continue;
            }

            var end = html.IndexOf('<', at + 1);
            end = end < 0 ? html.Length : end;
            text.Append(WebUtility.HtmlDecode(html[at..end].ReplaceLineEndings(" ")));
            at = end;
        }

        return Tidy(text.ToString());
    }

    /// <summary>Passes over a tag, and over all of an element that is not seen. Gives where it ends.</summary>
    private static int Tag(string html, int at, StringBuilder text)
    {
        if (html.AsSpan(at).StartsWith("<!--"))
            return After(html, "-->", at);
        var start = html[at + 1] == '/' ? at + 2 : at + 1;
        var length = html.AsSpan(start).IndexOfAnyExcept(NameCharacters);
        var name = length < 0 ? html[start..] : html.Substring(start, length);
        var end = EndOf(html, start + name.Length);
        if (Lines.Contains(name))
            text.Append('\n');
        else if (name is "td" or "th")
            text.Append(' ');
        return start == at + 1 && Unseen.Contains(name) && html[end - 1] == '>' && html[end - 2] != '/' ? EndOf(html, After(html, $"</{name}", end)) : end;
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>Behind the <c>&gt;</c> that ends a tag, not one within quotes.</summary>
    private static int EndOf(string html, int at)
    {
        for (var quote = '\0'; at < html.Length; at++)
        {
            if (quote == '\0' && html[at] == '>')
                return at + 1;
            if (html[at] is '"' or '\'')
                quote = quote == '\0' ? html[at] : quote == html[at] ? '\0' : quote;
        }

        return html.Length;
    }

    private static int After(string html, string mark, int at) =>
        html.IndexOf(mark, at, StringComparison.OrdinalIgnoreCase) is >= 0 and var found ? found + mark.Length : html.Length;

    /// <summary>One space for every run of white space within a line, no empty lines.</summary>
    private static string Tidy(string text) => string.Join('\n', text
        .Split('\n')
        .Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        .Where(line => line.Length > 0));
}
