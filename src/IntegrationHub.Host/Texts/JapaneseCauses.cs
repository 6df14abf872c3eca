using System.Text.RegularExpressions;

namespace IntegrationHub.Host.Texts;

/// <summary>
/// The causes the hub sets records aside for, in Japanese. The hub keeps them in English, with the field before them; they are a closed set (a test holds
/// it against the code), so that what was parked long ago is shown in Japanese, too. What is not among them, such as a target's own words, stays as it is.
/// </summary>
internal static partial class JapaneseCauses
{
    private static readonly Dictionary<string, string> Whole = new(StringComparer.Ordinal)
    {
        ["an amount without a currency"] = "通貨のない金額です",
        ["not a number"] = "数値ではありません",
        ["a number with more than 28 digits, which cannot be kept exactly"] = "28桁を超える数値のため、正確に保持できません",
        ["not a list"] = "一覧（リスト）ではありません",
        ["an element that is not an object"] = "要素がオブジェクトではありません",
        ["an element with nothing of what the mapping asks for"] = "要素に、マッピングが求める値が一つもありません",
        ["not a date (expected yyyy-MM-dd)"] = "日付ではありません（yyyy-MM-dd 形式が必要です）",
        ["not a point in time (expected yyyy-MM-ddTHH:mm:ss with Z or an offset)"] = "日時ではありません（yyyy-MM-ddTHH:mm:ss に Z または時差を付けた形式が必要です）",
        ["a point in time within a day, where a date was expected"] = "日付が必要ですが、時刻を含む日時です",
        ["a quantity without a unit"] = "単位のない数量です",
        ["required, but absent"] = "必須ですが、値がありません",
        ["not a single value but an object or a list, or within something that is neither"] = "単一の値ではなく、オブジェクトまたは一覧です",
        ["a text with half a character (a lone surrogate)"] = "文字の半分（単独サロゲート）を含む文字列です",
        ["a text with a NUL character, which cannot be stored"] = "保存できない NUL 文字を含む文字列です",
        ["a value 'choose' does not list"] = "choose に載っていない値です",
        ["missing, which 'absent' refuses"] = "項目がありません（absent で拒否）",
        ["null, which 'absent' refuses"] = "null です（absent で拒否）",
        ["an empty text, which 'absent' refuses"] = "空の文字列です（absent で拒否）",
        ["an initial value, which 'absent' refuses"] = "初期値です（absent で拒否）",
        ["not a record key (system/entity/id)"] = "レコードキー（system/entity/id）ではありません",
        ["the record has nothing of what the mapping asks for"] = "レコードに、マッピングが求める値が一つもありません",
        ["not a time of day (expected HHmmss)"] = "時刻ではありません（HHmmss 形式が必要です）",
        ["not a time stamp (expected yyyyMMddHHmmss)"] = "タイムスタンプではありません（yyyyMMddHHmmss 形式が必要です）",
        ["not a time of day (expected PThhHmmMssS)"] = "時刻ではありません（PThhHmmMssS 形式が必要です）",
        ["not a date (expected CYYDDD)"] = "日付ではありません（CYYDDD 形式が必要です）",
        ["not a day number of a spreadsheet (1 to 2958465)"] = "表計算の日付番号（1～2958465）ではありません",
        ["not a count of seconds or milliseconds since 1970"] = "1970年からの秒数・ミリ秒数ではありません",
        ["not a date (expected yyyyMMdd)"] = "日付ではありません（yyyyMMdd 形式が必要です）",
        ["not /Date(milliseconds)/"] = "/Date(ミリ秒)/ の形式ではありません",
        ["a time without its zone; give 'instant' the zone"] = "タイムゾーンのない日時です。instant にタイムゾーンを指定してください",
        ["a time without its zone; say it with 'as: { instant: { zone: … } }'"] = "タイムゾーンのない日時です。as: { instant: { zone: … } } で指定してください",
        ["not a date of a Japanese era"] = "和暦の日付ではありません",
        ["a day outside its era"] = "その元号の期間外の日付です",
        ["does not fit the pattern"] = "パターンに一致しません",
        ["a local time that the zone skipped when its clocks changed"] = "夏時間の切り替えで存在しない時刻です",
        ["not a whole number"] = "整数ではありません",
        ["not a whole number (or a very large one)"] = "整数ではありません（または大きすぎます）",
        ["neither yes nor no"] = "はい・いいえのどちらでもありません",
        ["neither true nor false"] = "true・false のどちらでもありません",
        ["not a text"] = "文字列ではありません",
        ["not a known country"] = "登録のない国です",
        ["not a currency, or one of several with the same mark"] = "通貨ではないか、同じ記号の通貨が複数あります",
        ["not a code of UN/ECE Recommendation 20 that is known here"] = "登録のある UN/ECE 勧告20 の単位コードではありません",
        ["not an article number (GTIN: 8, 12, 13 or 14 digits, the last of which checks the others)"] = "商品コード（GTIN、8・12・13・14桁、末尾は検査数字）ではありません",
        ["not a Japanese postal code (seven digits)"] = "日本の郵便番号（7桁）ではありません",
        ["a result of more than 28 digits, which cannot be kept exactly"] = "結果が28桁を超えるため、正確に保持できません",
        ["a division with a remainder; say where to round it by 'digits'"] = "割り切れません。digits で丸める桁を指定してください",
        ["not an e-mail address"] = "メールアドレスではありません",
        ["not a phone number that is in use anywhere"] = "使用されている電話番号ではありません",
        ["a phone number with an extension, which E.164 cannot hold; cut it off by 'before'"] = "内線番号付きの電話番号は E.164 で表せません。before で切り取ってください",
        ["not a currency code (ISO 4217)"] = "通貨コード（ISO 4217）ではありません",
        ["not a country code (ISO 3166-1 alpha-2)"] = "国コード（ISO 3166-1 alpha-2）ではありません",
        ["not a language (BCP 47, such as ja or en-US)"] = "言語（BCP 47、例: ja、en-US）ではありません",
        ["not a corporate number (法人番号: 13 digits, the first of which checks the others)"] = "法人番号（13桁、先頭は検査数字）ではありません",
        ["deleted over there"] = "配信先で削除されています",
        ["merged over there into another of our records"] = "配信先で別のレコードに統合されています",
        ["several over there could be it"] = "配信先に該当しうるレコードが複数あります",
        ["several customers share its key in the other system"] = "他システムのキーが同じ顧客が複数あります",
        ["several customers share its corporate number"] = "法人番号が同じ顧客が複数あります",
        ["several customers share its tax id"] = "税務番号が同じ顧客が複数あります",
        ["several customers share its e-mail"] = "メールアドレスが同じ顧客が複数あります",
    };

    /// <summary>Those with a value in them.</summary>
    private static readonly (Regex English, string Japanese)[] Parts =
    [
        (NotInPattern(), "$2のパターン $3 に合いません"),
        (NoneOf(), "次のどれでもありません：$1"),
        (NoRate(), "$3.csv に、当日から$4日前までの $1 から $2 へのレートがありません"),
        (NoConversion(), "$3 に、$1 から $2 への換算がありません"),
        (RemainderOfUnits(), "$1 から $2 への換算が割り切れません。round で残す桁数を指定してください"),
    ];

    /// <summary>A cause, perhaps with its field before it: <c>lines[].net: not a number</c>.</summary>
    internal static string Of(string cause)
    {
        if (Find(cause) is { } whole)
            return whole;
        var colon = cause.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && Find(cause[(colon + 2)..]) is { } behind ? $"{cause[..colon]}：{behind}" : cause;
    }

    /// <summary>The story of one record: causes, each behind the place of its rule.</summary>
    internal static string OfReason(string reason) => Issue().Replace(reason, issue => issue.Groups[1].Value + Of(issue.Groups[2].Value));

    private static string? Find(string cause)
    {
        if (Whole.TryGetValue(cause, out var whole))
            return whole;
        foreach (var (english, japanese) in Parts)
        {
            if (english.IsMatch(cause))
                return english.Replace(cause, japanese).Replace("dateの", "日付の", StringComparison.Ordinal).Replace("point in timeの", "日時の", StringComparison.Ordinal);
        }

        return null;
    }

    [GeneratedRegex(@"^not (a (date|point in time)) in the pattern (.+)$")]
    private static partial Regex NotInPattern();

    [GeneratedRegex(@"^none of (.+)$")]
    private static partial Regex NoneOf();

    [GeneratedRegex(@"^no rate from (\S+) to (\S+) in (.+)\.csv on the day or (\d+) days before$")]
    private static partial Regex NoRate();

    [GeneratedRegex(@"^no conversion from ('.*?') to ('.*?') in (.+)$")]
    private static partial Regex NoConversion();

    [GeneratedRegex(@"^a remainder in the conversion from ('.*?') to ('.*?'); say by 'round' how many digits to keep$")]
    private static partial Regex RemainderOfUnits();

    [GeneratedRegex(@"((?:^|(?<=; ))[^;]+?\(\d+,\d+\): )(.+?)(?=$|; [^;]+?\(\d+,\d+\): )", RegexOptions.Singleline)]
    private static partial Regex Issue();
}
