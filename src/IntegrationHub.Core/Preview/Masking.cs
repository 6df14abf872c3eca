using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationHub.Core.Preview;

/// <summary>
/// Replaces personal data by something that looks alike: as long, in the same scripts, digits for digits, capitals for capitals, with marks and spaces where they were.
/// The same value gets the same mask, and who does not know the hub's salt cannot try out what it stood for. Safe from several threads.
/// </summary>
/// <param name="salt">The hub's secret.</param>
public sealed partial class Masking(Guid salt)
{
    private const string Kanji = "山川田中村木林森石水野原上下大小高松竹梅春夏秋冬東西南北青白赤黒金銀星月花鳥風雪海空島池谷岡橋井藤佐";
    private const string Hiragana = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわ";
    private const string Katakana = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ";
    private const string HalfKatakana = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜ";
    private const string Vowels = "aeiou";
    private const string Consonants = "bcdfghjklmnpqrstvwxyz";

    /// <summary>Text by text of the same shape. Legal forms, prefectures and what divides a Japanese address stay.</summary>
    internal string Text(string value, int attempt = 0)
    {
        var noise = new Noise(salt, value, attempt);
        var kept = Kept().Matches(value);
        var masked = new StringBuilder(value.Length);
        for (var at = 0; at < value.Length; at++)
        {
            if (kept.FirstOrDefault(match => match.Index == at && match.Length > 0) is { } stays)
            {
                masked.Append(stays.Value);
                at += stays.Length - 1;
                continue;
            }

            masked.Append(Letter(value, at, noise));
        }

        return masked.ToString();
    }

    /// <summary>Digits behind the third by others.</summary>
    internal string Phone(string value, int attempt = 0)
    {
        var masked = Text(value, attempt);
        var digits = 0;
        return string.Concat(value.Zip(masked, (was, now) => char.IsDigit(was) && ++digits <= 3 ? was : now));
    }

    /// <summary>Another address, in a domain that ends in <c>.example</c>, which nobody owns.</summary>
    internal string Email(string value, int attempt = 0)
    {
        var masked = Text(value, attempt);
        var dot = masked.LastIndexOf('.');
        return dot > masked.LastIndexOf('@') ? masked[..dot] + ".example" : masked;
    }

    internal string Of(MaskKind kind, string value, int attempt = 0) => kind switch
    {
        MaskKind.Email => Email(value, attempt),
        MaskKind.Phone => Phone(value, attempt),
        _ => Text(value, attempt),
    };

    /// <summary>Masks what an example of a difference shows: every text but short codes.</summary>
    /// <param name="field">Where it stands; empty: it is a record's key.</param>
    /// <param name="value">JSON, or a key.</param>
    public string Example(string field, string value)
    {
        if (field.Length == 0)
        {
            var id = value.LastIndexOf('/') + 1;
            return PersonalData.OfValue(value[id..]) is { } kind ? value[..id] + Of(kind, value[id..]) : value;
        }

        return Texts().Replace(value, text => Codes().IsMatch(text.Value) || text.Value.Count(letter => letter == '/') == 2 ? text.Value
            : $"\"{Of(PersonalData.OfValue(text.Value[1..^1]) ?? MaskKind.Text, text.Value[1..^1])}\"");
    }

    private static char Letter(string value, int at, Noise noise) => value[at] switch
    {
        >= '0' and <= '9' => Digit(value, at, '0', noise),
        >= '０' and <= '９' => Digit(value, at, '０', noise),
        >= 'a' and <= 'z' => Latin(value[at], noise),
        >= 'A' and <= 'Z' => char.ToUpperInvariant(Latin(char.ToLowerInvariant(value[at]), noise)),
        >= 'ａ' and <= 'ｚ' => (char)('ａ' + noise.Below(26)),
        >= 'Ａ' and <= 'Ｚ' => (char)('Ａ' + noise.Below(26)),
        >= 'ぁ' and <= 'ゖ' => Hiragana.Contains(value[at], StringComparison.Ordinal) ? Of(Hiragana, noise) : Voiced(value[at], "がぎぐげござじずぜぞだづでどばびぶべぼ", noise),
        >= 'ァ' and <= 'ヶ' => Katakana.Contains(value[at], StringComparison.Ordinal) ? Of(Katakana, noise) : Voiced(value[at], "ガギグゲゴザジズゼゾダヅデドバビブベボ", noise),
        >= 'ｦ' and <= 'ｰ' or 'ﾞ' or 'ﾟ' or 'ー' => value[at],
        >= 'ｱ' and <= 'ﾝ' => Next(value, at) is 'ﾞ' ? Of("ｶｷｸｹｺｻｼｽｾｿﾀﾂﾃﾄﾊﾋﾌﾍﾎ", noise) : Next(value, at) is 'ﾟ' ? Of("ﾊﾋﾌﾍﾎ", noise) : Of(HalfKatakana, noise),
        >= '一' and <= '鿿' or '々' => Of(Kanji, noise),
        var letter when char.IsLetter(letter) => Neighbour(letter, noise),
        var mark => mark,
    };

    private static char Next(string value, int at) => at + 1 < value.Length ? value[at + 1] : ' ';

    /// <summary>The first digit of a number stays zero or other than zero: a number keeps its length.</summary>
    private static char Digit(string value, int at, char zero, Noise noise) =>
        at > 0 && char.IsDigit(value[at - 1]) ? (char)(zero + noise.Below(10)) : value[at] == zero ? zero : (char)(zero + 1 + noise.Below(9));

    private static char Latin(char letter, Noise noise) => Vowels.Contains(letter, StringComparison.Ordinal) ? Of(Vowels, noise) : Of(Consonants, noise);

    /// <summary>Small kana and those that are neither stay: they only follow others.</summary>
    private static char Voiced(char letter, string voiced, Noise noise) => voiced.Contains(letter, StringComparison.Ordinal) ? Of(voiced, noise) : letter;

    /// <summary>A letter of the same script and case near by.</summary>
    private static char Neighbour(char letter, Noise noise)
    {
        var category = char.GetUnicodeCategory(letter);
        for (var look = 0; look < 16; look++)
        {
            var other = (char)(letter / 32 * 32 + noise.Below(32));
            if (char.GetUnicodeCategory(other) == category)
                return other;
        }

        return category is UnicodeCategory.UppercaseLetter ? 'X' : 'x';
    }

    private static char Of(string letters, Noise noise) => letters[noise.Below(letters.Length)];

    [GeneratedRegex("(?<![A-Za-z])T(?=[\\d０-９]{13})|株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|（株）|\\(株\\)|㈱|（有）|\\(有\\)|㈲|\\(ｶ\\)|\\(ｶﾌﾞ\\)|カブシキガイシャ|北海道|東京都|京都府|大阪府|[一-鿿]{2,3}県|[都道府県市区町村郡丁番号](?=[^都道府県市区町村郡丁番号]|$)|GmbH|Ltd|Inc|LLC")]
    private static partial Regex Kept();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"(?!:)")]
    private static partial Regex Texts();

    [GeneratedRegex("^\"[A-Za-z]{0,3}\"$|^\"[\\d:.TZ+-]+\"$")]
    private static partial Regex Codes();

    /// <summary>Numbers that follow from the salt, the value and the attempt, and from nothing else.</summary>
    private sealed class Noise(Guid salt, string value, int attempt)
    {
        private byte[] block = [];
        private int at;
        private int blocks;

        public int Below(int limit)
        {
            if (at + sizeof(uint) > block.Length)
            {
                block = HMACSHA256.HashData(salt.ToByteArray(), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{attempt} {blocks++} {value}")));
                at = 0;
            }

            var number = BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(at));
            at += sizeof(uint);
            return (int)(number % (uint)limit);
        }
    }
}
