using System.Globalization;
using IntegrationHub.Host.Layout;
using IntegrationHub.Host.Mappings;
using IntegrationHub.Host.Queries;
using Microsoft.AspNetCore.Components;

namespace IntegrationHub.Host.Customer360;

/// <summary>
/// A value that leads to how it came about. Written as text, because a page has hundreds; out of the order of tabbing, because each
/// record has its one way there beside it.
/// </summary>
internal static class Why
{
    /// <param name="origin">Whose value it is.</param>
    /// <param name="field">Which: <c>lines[0].net</c>.</param>
    /// <param name="text">The value.</param>
    /// <param name="style">Further classes: <c>chip good</c>.</param>
    internal static MarkupString Of(Origin origin, string field, string text, string? style = null)
    {
        var encoder = Pages.Encoder;
        var (further, gap) = style is null ? ("", "") : (encoder.Encode(style), " ");
        return new(string.Create(CultureInfo.InvariantCulture,
            $"""<a class="{further}{gap}why" href="{encoder.Encode(MappingLinks.Record(origin.RecordNo, field))}" tabindex="-1">{encoder.Encode(text)}</a>"""));
    }

    /// <summary>A text that leads nowhere, where others do.</summary>
    internal static MarkupString Not(string text) => new(Pages.Encoder.Encode(text));
}
