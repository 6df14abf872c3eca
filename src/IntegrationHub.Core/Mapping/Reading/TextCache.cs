using System.Text;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>
/// Short texts that come again and again (a currency, a unit, a product number) are made once: a direct-mapped cache of fixed size, in
/// which a newcomer takes the place of what had its hash. Used by one thread at a time.
/// </summary>
internal sealed class TextCache
{
    private const int LongestText = 16;
    private readonly string?[] recent = new string?[1024];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestText)
            return Encoding.UTF8.GetString(utf8);
        ref var known = ref recent[Utf8Hash.Of(utf8) & (recent.Length - 1)];
        // Ascii.Equals is false for anything beyond ASCII: such a text is made anew.
        return known is not null && Ascii.Equals(utf8, known) ? known : known = Encoding.UTF8.GetString(utf8);
    }
}
