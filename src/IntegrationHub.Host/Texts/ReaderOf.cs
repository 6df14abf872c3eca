using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace IntegrationHub.Host.Texts;

/// <summary>
/// Who is reading: the language chosen in the header (a cookie), else the browser's; the browser's regional flavour of it; and the time
/// zone hub.js told in a cookie, UTC until then.
/// </summary>
internal static class ReaderOf
{
    internal const string LanguageCookie = "hub.language";
    internal const string ZoneCookie = "hub.zone";   // written by hub.js

    private static readonly CultureInfo BritishEnglish = CultureInfo.GetCultureInfo("en-GB");   // day first, 24 hours: no one misreads it
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja-JP");
    private static readonly HashSet<string> EnglishRegions =
        [.. CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(culture => culture.Name).Where(name => name.StartsWith("en-", StringComparison.Ordinal))];

    internal static Reader Request(HttpContext context, TimeProvider time)
    {
        var wanted = Wanted(context.Request);
        var language = LanguageOfCode(context.Request.Cookies[LanguageCookie])
            ?? wanted.Select(tag => LanguageOfCode(tag.Split('-')[0])).FirstOrDefault(known => known is not null)
            ?? Language.English;
        return new Reader(language, CultureOf(language, wanted), ZoneOf(context.Request), time.GetUtcNow());
    }

    /// <summary><c>en</c>, <c>ja</c>.</summary>
    internal static string CodeOf(Language language) => language == Language.Japanese ? "ja" : "en";

    internal static Language? LanguageOfCode(string? code) => code?.ToLowerInvariant() switch
    {
        "en" => Language.English,
        "ja" => Language.Japanese,
        _ => null,
    };

    private static CultureInfo CultureOf(Language language, IReadOnlyList<string> wanted) => language switch
    {
        Language.Japanese => Japanese,
        _ => wanted.FirstOrDefault(EnglishRegions.Contains) is { } region ? CultureInfo.GetCultureInfo(region) : BritishEnglish,
    };

    private static IReadOnlyList<string> Wanted(HttpRequest request) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var tags)
            ? [.. tags.OrderByDescending(tag => tag.Quality ?? 1).Select(tag => tag.Value.ToString())]
            : [];

    private static TimeZoneInfo ZoneOf(HttpRequest request) =>
        request.Cookies[ZoneCookie] is { Length: > 0 and < 64 } name
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '-' or '+')
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;
}
