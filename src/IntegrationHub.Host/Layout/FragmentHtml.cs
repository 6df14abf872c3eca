using System.Buffers;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.RenderTree;

namespace IntegrationHub.Host.Layout;

#pragma warning disable BL0006 // the framework keeps RenderTreeFrame for renderers; this is one

/// <summary>
/// Writes what a fragment renders as HTML text, as the framework would: encoded by the same rules. The framework's own writer keeps
/// every angle bracket and quote as a piece of its own until the page is sent; that was two thirds of what a customer page allocated.
/// For one thread at a time.
/// </summary>
internal sealed class FragmentHtml(HtmlEncoder encoder)
{
    private const int LongestPiece = 16_384;   // characters; longer strings would live among the large objects

    private readonly RenderTreeBuilder _tree = new();
    private readonly ArrayBufferWriter<char> _html = new(LongestPiece);

    /// <summary>Renders the fragment and adds its HTML to <paramref name="page"/>.</summary>
    /// <exception cref="NotSupportedException">The fragment holds a component, a form or what only a browser framework knows.</exception>
    internal void Write(RenderFragment fragment, RenderTreeBuilder page)
    {
        try
        {
            fragment(_tree);
            var frames = _tree.GetFrames();
            WriteFrames(frames.Array.AsSpan(0, frames.Count), page);
            Finish(page);
        }
        finally
        {
            _tree.Clear();
            _html.ResetWrittenCount();
        }
    }

    private void WriteFrames(ReadOnlySpan<RenderTreeFrame> frames, RenderTreeBuilder page)
    {
        for (var at = 0; at < frames.Length;)
        {
            ref readonly var frame = ref frames[at];
            switch (frame.FrameType)
            {
                case RenderTreeFrameType.Element:
                    WriteElement(frames.Slice(at, frame.ElementSubtreeLength), page);
                    at += frame.ElementSubtreeLength;
                    break;
                case RenderTreeFrameType.Text:
                    Encode(frame.TextContent);
                    at++;
                    break;
                case RenderTreeFrameType.Markup:
                    _html.Write(frame.MarkupContent);
                    at++;
                    break;
                case RenderTreeFrameType.Region:
                    at++;   // its frames follow
                    break;
                default:
                    throw new NotSupportedException($"A fragment that is written as text cannot hold a {frame.FrameType}.");
            }
        }
    }

    /// <param name="frames">The element, its attributes, its content.</param>
    /// <param name="page">Takes the HTML that is ready.</param>
    private void WriteElement(ReadOnlySpan<RenderTreeFrame> frames, RenderTreeBuilder page)
    {
        var name = frames[0].ElementName;
        if (name is "form" or "textarea" or "select" or "script")
            throw new NotSupportedException($"A fragment that is written as text cannot hold a <{name}>: it has rules of its own.");
        _html.Write("<");
        _html.Write(name);
        var at = 1;
        for (; at < frames.Length && frames[at].FrameType == RenderTreeFrameType.Attribute; at++)
            WriteAttribute(frames[at]);
        if (at == frames.Length && IsVoid(name))
        {
            _html.Write(" />");
            return;
        }
        _html.Write(">");
        WriteFrames(frames[at..], page);
        _html.Write("</");
        _html.Write(name);
        _html.Write(">");
        if (_html.WrittenCount >= LongestPiece / 2)
            Finish(page);
    }

    private void WriteAttribute(in RenderTreeFrame frame)
    {
        if (frame.AttributeValue is not (string or true))
            return;
        _html.Write(" ");
        _html.Write(frame.AttributeName);
        if (frame.AttributeValue is not string value)
            return;
        _html.Write("=\"");
        Encode(value);
        _html.Write("\"");
    }

    private void Encode(ReadOnlySpan<char> text)
    {
        while (encoder.Encode(text, _html.GetSpan(text.Length + 64), out var taken, out var written) is var status)
        {
            _html.Advance(written);
            text = text[taken..];
            if (status != OperationStatus.DestinationTooSmall)
                return;
        }
    }

    private void Finish(RenderTreeBuilder page)
    {
        page.AddMarkupContent(0, new string(_html.WrittenSpan));
        _html.ResetWrittenCount();
    }

    private static bool IsVoid(string name) =>
        name is "area" or "base" or "br" or "col" or "embed" or "hr" or "img" or "input" or "link" or "meta" or "param" or "source" or "track" or "wbr";
}
