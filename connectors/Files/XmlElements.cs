using System.Text;
using System.Xml;

namespace IntegrationHub.Connectors.Files;

/// <summary>
/// Walks through the elements of one name in an XML file, or gives its root. The file streams: one element is in memory at a time.
/// Nothing outside the file is ever opened: a DTD, and with it every entity but the five of XML itself, is refused.
/// </summary>
internal sealed class XmlElements : IAsyncDisposable
{
    /// <summary>Every level takes two of JSON's, which readers stop at 64.</summary>
    private const int Deepest = 30;

    private readonly MeteredStream _bytes;
    private readonly XmlReader _reader;
    private readonly string? _element;

    // Encodings such as shift_jis, which XML files name in their first line.
    static XmlElements() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private XmlElements(Stream file, string? element)
    {
        _bytes = new(file);
        _element = element;
        _reader = XmlReader.Create(_bytes, new()
        {
            Async = true,
            CloseInput = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        });
    }

    /// <param name="file">The file, open.</param>
    /// <param name="element">The local name of the elements; null for the root.</param>
    public static XmlElements In(Stream file, string? element) => new(file, element);

    /// <summary>The line reading has reached.</summary>
    public int Line => ((IXmlLineInfo)_reader).LineNumber;

    /// <summary>The next element; null at the end of the file, which is read to its end even if only the root is asked for.</summary>
    /// <exception cref="XmlException">The file is no XML, or one with a DTD.</exception>
    /// <exception cref="InvalidDataException">An element is too large or too deep.</exception>
    public async Task<XmlTree?> NextAsync(CancellationToken cancellationToken)
    {
        _bytes.Reset();
        while (await _reader.ReadAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_reader.NodeType is XmlNodeType.Element && (_element is null || _reader.LocalName == _element))
                return await TreeAsync(cancellationToken);
            if (_element is not null)
                _bytes.Reset();
        }

        return null;
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<XmlTree> TreeAsync(CancellationToken cancellationToken)
    {
        var open = new Stack<XmlTree>();
        var root = Element(open);
        while (open.Count > 0 && await _reader.ReadAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (_reader.NodeType)
            {
                case XmlNodeType.Element:
                    Element(open);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    open.Peek().AddText(await _reader.GetValueAsync());
                    break;
                default:
                    break;
            }
        }

        return root;
    }

    // The element the reader stands on, put into the one around it; open unless it is empty.
    private XmlTree Element(Stack<XmlTree> open)
    {
        if (open.Count >= Deepest)
            throw new InvalidDataException($"Elements are nested more than {Deepest} deep.");
        var element = new XmlTree(_reader.LocalName, Line);
        if (open.TryPeek(out var parent))
            parent.AddChild(element);
        var empty = _reader.IsEmptyElement;
        while (_reader.MoveToNextAttribute())
        {
            if (_reader.NamespaceURI != "http://www.w3.org/2000/xmlns/")
                element.AddAttribute(_reader.LocalName, _reader.Value);
        }

        if (!empty)
            open.Push(element);
        return element;
    }
}
