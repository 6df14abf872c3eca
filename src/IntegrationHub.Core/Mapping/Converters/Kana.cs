using System.Collections.Frozen;
using System.Text;

namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>The widths and the two scripts of Japanese syllables.</summary>
internal static class Kana
{
    private const char FirstHalf = '\uff61';
    private const char LastHalf = '\uff9f';
    private const char VoicedHalf = '\uff9e';
    private const char HalfVoicedHalf = '\uff9f';

    private static readonly FrozenDictionary<char, string> HalfOf = Halves();

    public static string ToFullWidth(string text)
    {
        var full = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && text[end] is >= FirstHalf and <= LastHalf)
                end++;
            if (end > at)
                full.Append(text[at..end].Normalize(NormalizationForm.FormKC).Replace('\u3099', '゛').Replace('\u309a', '゜'));
            else
                full.Append(text[end++]);
            at = end;
        }

        return full.ToString();
    }

    public static string ToHalfWidth(string text)
    {
        var half = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormC))
            half.Append(HalfOf.GetValueOrDefault(character) ?? character.ToString());
        return half.ToString();
    }

    public static string ToKatakana(string text) => string.Concat(text.Select(character => character is (>= 'ぁ' and <= 'ゖ') or 'ゝ' or 'ゞ' ? (char)(character + 0x60) : character));

    public static string ToHiragana(string text) => string.Concat(text.Select(character => character is (>= 'ァ' and <= 'ヶ') or 'ヽ' or 'ヾ' ? (char)(character - 0x60) : character));

    /// <summary>Every full-width character with a half-width form, plain and voiced.</summary>
    private static FrozenDictionary<char, string> Halves()
    {
        var halves = new Dictionary<char, string> { ['\u3000'] = " ", ['゛'] = "ﾞ", ['゜'] = "ﾟ" };
        for (var half = FirstHalf; half < VoicedHalf; half++)
        {
            foreach (var mark in (string[])["", VoicedHalf.ToString(), HalfVoicedHalf.ToString()])
            {
                if ((half + mark).Normalize(NormalizationForm.FormKC) is [var full])
                    halves.TryAdd(full, half + mark);
            }
        }

        return halves.ToFrozenDictionary();
    }
}
