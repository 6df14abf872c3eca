using System.Globalization;
using SapStandIn.Answers;

namespace SapStandIn.Queries;

internal enum TokenKind { Word, Literal, Open, Close, Comma, End }

/// <param name="Text">A word, or how a literal was written.</param>
/// <param name="Value">Of a literal.</param>
internal readonly record struct Token(TokenKind Kind, string Text, object? Value = null);

/// <summary>A $filter or a key predicate cut into tokens.</summary>
internal static class FilterTokens
{
    public static List<Token> Of(string text)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < text.Length)
        {
            var letter = text[at];
            if (letter == ' ')
                at++;
            else if (letter is '(' or ')' or ',')
                tokens.Add(new(letter == '(' ? TokenKind.Open : letter == ')' ? TokenKind.Close : TokenKind.Comma, text[at++].ToString()));
            else if (letter == '=')
                tokens.Add(new(TokenKind.Word, text[at++].ToString()));
            else if (letter == '\'')
                tokens.Add(new(TokenKind.Literal, "text", Quoted(text, ref at)));
            else
                tokens.Add(WordOrLiteral(text, ref at));
        }

        tokens.Add(new(TokenKind.End, ""));
        return tokens;
    }

    private static Token WordOrLiteral(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is not (' ' or '(' or ')' or ',' or '\'' or '='))
            at++;
        var word = text[start..at];
        if (at < text.Length && text[at] == '\'')
            return new(TokenKind.Literal, word, Typed(word, Quoted(text, ref at)));
        return word switch
        {
            "true" or "false" => new(TokenKind.Literal, "truth", word == "true"),
            "null" => new(TokenKind.Literal, "null"),
            _ when decimal.TryParse(word.TrimEnd('m', 'M', 'd', 'D', 'f', 'F', 'l', 'L'), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => new(TokenKind.Literal, "number", number),
            _ => new(TokenKind.Word, word),
        };
    }

    private static string Quoted(string text, ref int at)
    {
        var value = new System.Text.StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '\'')
                value.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '\'')
                value.Append(text[at++]);
            else
            {
                at++;
                return value.ToString();
            }
        }

        throw SapFailure.Syntax("Invalid token detected: a literal is not closed.");
    }

    private static object Typed(string type, string text)
    {
        var styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        switch (type)
        {
            case "datetime" when DateTime.TryParse(text, CultureInfo.InvariantCulture, styles, out var date) && !text.EndsWith('Z'):
                return DateTime.SpecifyKind(date, DateTimeKind.Unspecified);
            case "datetimeoffset" when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var instant) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10):
                return instant;
            case "guid" or "time":
                return text;
            default:
                throw SapFailure.Syntax($"Invalid token detected: {type}'…' is no literal.");
        }
    }
}
