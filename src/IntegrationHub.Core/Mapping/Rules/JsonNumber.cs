namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>The grammar of JSON numbers.</summary>
internal static class JsonNumber
{
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        var rest = text.StartsWith("-"u8) ? text[1..] : text;
        var whole = Digits(ref rest);
        if (whole == 0 || (whole > 1 && text.TrimStart((byte)'-')[0] == '0'))
            return false;
        if (rest.StartsWith("."u8))
        {
            rest = rest[1..];
            if (Digits(ref rest) == 0)
                return false;
        }

        if (rest.StartsWith("e"u8) || rest.StartsWith("E"u8))
        {
            rest = rest[1..];
            if (rest.StartsWith("+"u8) || rest.StartsWith("-"u8))
                rest = rest[1..];
            if (Digits(ref rest) == 0)
                return false;
        }

        return rest.IsEmpty;
    }

    private static int Digits(ref ReadOnlySpan<byte> text)
    {
        var count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        count = count < 0 ? text.Length : count;
        text = text[count..];
        return count;
    }
}
