using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace DemoCrm.Pages;

/// <summary>
/// Markup that is safe to send. Made only by <see cref="Of"/>, which encodes everything put into the text, except what
/// is itself <see cref="Html"/>.
/// </summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string _markup;

    private Html(string markup) => _markup = markup;

    public static Html Empty { get; } = new("");

    /// <summary><c>Html.Of($"&lt;p&gt;{text}&lt;/p&gt;")</c>: the text between is encoded.</summary>
    public static Html Of(FormattableString markup) =>
        new(string.Format(CultureInfo.InvariantCulture, markup.Format, [.. markup.GetArguments().Select(Encoded)]));

    public static Html Join(IEnumerable<Html> parts) => new(parts.Aggregate(new StringBuilder(), (text, part) => text.Append(part._markup)).ToString());

    public override string ToString() => _markup;

    private static object Encoded(object? value) => value switch
    {
        Html html => html._markup,
        null => "",
        _ => Encoder.Encode(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };
}
