using System.Globalization;
using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>The encoding of files: the one in the settings, unless a file begins with a byte order mark.</summary>
internal sealed class FileEncoding
{
    private const int Utf8 = 65001;
    private readonly Encoding? _transcoded;

    private FileEncoding(string name, int codePage, int skip = 0)
    {
        Name = name;
        Skip = skip;
        if (codePage == Utf8)
            return;
        var marking = new MarkingFallback(Find(codePage));
        _transcoded = CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, marking)
            ?? Encoding.GetEncoding(codePage, EncoderFallback.ReplacementFallback, marking);
    }

    /// <summary>As the settings call it.</summary>
    public string Name { get; }

    /// <summary>How many bytes the byte order mark takes.</summary>
    public int Skip { get; }

    /// <summary>Whether a place in the text is a place in the file, so that reading can begin anywhere.</summary>
    public bool IsUtf8 => _transcoded is null;

    /// <summary>Finds an encoding by its .NET name, as <c>cp932</c>, or by its number.</summary>
    /// <exception cref="SetupException">There is none of that name.</exception>
    public static FileEncoding Named(string name) => new(name, CodePageOf(name));

    private static int CodePageOf(string name)
    {
        try
        {
            var number = name.StartsWith("cp", StringComparison.OrdinalIgnoreCase) ? name[2..] : name;
            var encoding = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var codePage)
                ? Find(codePage)
                : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
            return encoding.CodePage;
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            var known = CodePagesEncodingProvider.Instance.GetEncodings().Concat(Encoding.GetEncodings()).Select(info => info.Name);
            throw new SetupException($"Encoding: there is no encoding '{name}'.{Nearest.DidYouMean(name, known)} Usual ones are utf-8, utf-16, shift_jis and windows-1252.");
        }
    }

    /// <summary>An encoding to write with, which throws for a character it does not have.</summary>
    /// <exception cref="SetupException">There is none of that name.</exception>
    public static Encoding Writing(string name, bool withMark)
    {
        var codePage = CodePageOf(name);
        return codePage switch
        {
            Utf8 => new UTF8Encoding(withMark, throwOnInvalidBytes: true),
            1200 or 1201 => new UnicodeEncoding(codePage == 1201, withMark, throwOnInvalidBytes: true),
            _ => CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                ?? Encoding.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        };
    }

    /// <summary>What the first bytes of a file say, or this encoding when they say nothing.</summary>
    public FileEncoding HonourMark(ReadOnlySpan<byte> start) => start switch
    {
        [0xEF, 0xBB, 0xBF, ..] => new("utf-8", Utf8, 3),
        [0xFF, 0xFE, 0x00, 0x00, ..] => new("utf-32", 12000, 4),
        [0x00, 0x00, 0xFE, 0xFF, ..] => new("utf-32BE", 12001, 4),
        [0xFF, 0xFE, ..] => new("utf-16", 1200, 2),
        [0xFE, 0xFF, ..] => new("utf-16BE", 1201, 2),
        _ => this,
    };

    /// <summary>The text as UTF-8. What cannot be decoded stays in it, to be found by <see cref="IsDecoded"/>.</summary>
    public Stream ToUtf8(Stream file) =>
        _transcoded is null ? file : Encoding.CreateTranscodingStream(file, _transcoded, Encoding.UTF8);

    public bool IsDecoded(ReadOnlySpan<byte> text) =>
        _transcoded is null ? System.Text.Unicode.Utf8.IsValid(text) : !MarkingFallback.IsMarked(text);

    /// <summary>The bytes in the file that became this text.</summary>
    public byte[] InFile(ReadOnlySpan<byte> text) => _transcoded is null ? text.ToArray() : MarkingFallback.Restore(text, _transcoded);

    private static Encoding Find(int codePage) => CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);
}
