using SapStandIn.Answers;
using SapStandIn.Data;
using SapStandIn.Metadata;

namespace SapStandIn.Queries;

/// <summary>A $filter: comparisons, and, or, not, substringof, startswith, endswith.</summary>
internal sealed class Filter
{
    private readonly EdmEntitySet _set;
    private readonly List<Token> _tokens;
    private int _at;

    private Filter(EdmEntitySet set, string text) => (_set, _tokens) = (set, FilterTokens.Of(text));

    private Token Now => _tokens[_at];

    public static Func<SapRow, bool> Compile(EdmEntitySet set, string text)
    {
        var filter = new Filter(set, text);
        var compiled = filter.Or();
        return filter.Now.Kind == TokenKind.End ? compiled : throw SapFailure.Syntax($"Invalid token detected at '{filter.Now.Text}'.");
    }

    private Func<SapRow, bool> Or()
    {
        var left = And();
        while (Takes("or"))
        {
            var (one, other) = (left, And());
            left = row => one(row) || other(row);
        }

        return left;
    }

    private Func<SapRow, bool> And()
    {
        var left = Not();
        while (Takes("and"))
        {
            var (one, other) = (left, Not());
            left = row => one(row) && other(row);
        }

        return left;
    }

    private Func<SapRow, bool> Not()
    {
        if (!Takes("not"))
            return One();
        var inner = Not();
        return row => !inner(row);
    }

    private Func<SapRow, bool> One()
    {
        if (Now.Kind == TokenKind.Open)
        {
            _at++;
            var inner = Or();
            Expect(TokenKind.Close);
            return inner;
        }

        return Now.Text is "substringof" or "startswith" or "endswith" && _tokens[_at + 1].Kind == TokenKind.Open ? Function() : Comparison();
    }

    private Func<SapRow, bool> Function()
    {
        var name = Expect(TokenKind.Word).Text;
        Expect(TokenKind.Open);
        var (first, _, second) = (_tokens[_at++], Expect(TokenKind.Comma), _tokens[_at++]);
        Expect(TokenKind.Close);
        if (Takes("eq") && Expect(TokenKind.Literal).Value is not true)
            throw SapFailure.Syntax($"{name} can only be compared with true.");
        var (property, literal) = name == "substringof" ? (second, first) : (first, second);
        var (of, text) = (Property(property), literal.Value as string ?? throw SapFailure.Syntax($"{name} wants a text."));
        return row => row[of.Name] is string value && name switch
        {
            "substringof" => value.Contains(text, StringComparison.Ordinal),
            "startswith" => value.StartsWith(text, StringComparison.Ordinal),
            _ => value.EndsWith(text, StringComparison.Ordinal),
        };
    }

    private Func<SapRow, bool> Comparison()
    {
        var property = Property(Expect(TokenKind.Word));
        var (compare, token) = (Expect(TokenKind.Word).Text, Expect(TokenKind.Literal));
        var wanted = Fits(property, token);
        var sortable = EdmValue.Sortable(property, wanted);
        return compare switch
        {
            "eq" => row => Compare(row) == 0,
            "ne" => row => Compare(row) != 0,
            "gt" => row => row[property.Name] is not null && Compare(row) > 0,
            "ge" => row => row[property.Name] is not null && Compare(row) >= 0,
            "lt" => row => row[property.Name] is not null && Compare(row) < 0,
            "le" => row => row[property.Name] is not null && Compare(row) <= 0,
            _ => throw SapFailure.Syntax($"Invalid token detected at '{compare}'."),
        };

        int Compare(SapRow row) => string.CompareOrdinal(EdmValue.Sortable(property, row[property.Name]), sortable);
    }

    private EdmProperty Property(Token token) =>
        token.Kind == TokenKind.Word && _set.Properties.TryGetValue(token.Text, out var property) ? property : throw SapFailure.NoProperty(token.Text, _set.Type);

    /// <summary>SAP compares like with like only.</summary>
    private static object? Fits(EdmProperty property, Token literal) => (property.Type, literal.Value) switch
    {
        (_, null) => null,
        ("String" or "Guid" or "Time", string text) => text,
        ("DateTime", DateTime date) => date,
        ("DateTimeOffset", DateTimeOffset instant) => instant,
        ("Boolean", bool truth) => truth,
        ("Decimal" or "Int16" or "Int32" or "Int64" or "Byte" or "Double", decimal number) => number,
        _ => throw SapFailure.Syntax($"Invalid parametertype used at function 'eq': {property.Name} is Edm.{property.Type}, {literal.Text} is not."),
    };

    private bool Takes(string word)
    {
        if (Now.Kind != TokenKind.Word || Now.Text != word)
            return false;
        _at++;
        return true;
    }

    private Token Expect(TokenKind kind) => Now.Kind == kind ? _tokens[_at++] : throw SapFailure.Syntax($"Invalid token detected at '{Now.Text}'.");
}
