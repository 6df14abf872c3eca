using System.Globalization;
using System.Text;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.OData;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>Fetches what belongs to the records of a page from another entity set, and puts it into them.</summary>
/// <param name="query">Asks for theirs, in the order of their key.</param>
/// <param name="changes">The same in the order of what joins.</param>
/// <param name="selection">What is asked for of theirs, encoded.</param>
internal sealed class SapJoin(SapAttachment attachment, SapQuery query, SapQuery changes, string selection, int pageSize)
{
    private const int AtOnce = 40;   // as many as a URL takes that proxies still let through
    private const string OpenAmount = "OpenAmountInTransactionCurrency";

    private readonly Names _names = new([.. attachment.Join.Select(pair => pair.There), .. attachment.AddsOpenAmount ? SapFields.Open : [], .. attachment.Key]);   // the key: how AllAsync goes on

    private string[] There => [.. attachment.Join.Select(pair => pair.There)];

    /// <summary>The properties of a record that are needed to join.</summary>
    public IEnumerable<string> Here => attachment.Join.Select(pair => pair.Here);

    /// <summary>The records with what belongs to them.</summary>
    /// <param name="records">Each with its values of <see cref="Here"/>.</param>
    public async Task<List<PageRecord>> WithTheirsAsync(IReadOnlyList<(PageRecord Record, IReadOnlyList<string?> Here)> records, CancellationToken cancellationToken)
    {
        var asked = records.Select(record => record.Here[0]).Where(value => !string.IsNullOrEmpty(value)).OfType<string>().Distinct().ToList();
        var theirs = new Dictionary<string, List<ODataItem>>();
        foreach (var some in asked.Chunk(AtOnce))
            foreach (var item in await query.AllAsync([attachment.Filter, query.OneOf(There[0], some)], selection, pageSize, _names.All, cancellationToken))
                (theirs.TryGetValue(Text(_names.Of(item, There)), out var list) ? list : theirs[Text(_names.Of(item, There))] = []).Add(item);
        return [.. records.Select(record => record.Record with { Json = JsonSplice.With(record.Record.Json, Members(theirs.GetValueOrDefault(Text(record.Here), []), record.Here[0])) })];
    }

    /// <summary>Which records are changed by a change of theirs: the first keys behind one, as the system sorts them. Empty: there are no more.</summary>
    public async Task<IReadOnlyList<string>> ChangedAsync(string since, string behind, CancellationToken cancellationToken)
    {
        var page = await changes.GetAsync([attachment.Filter, $"{There[0]} ne ''", SapTime.Since(attachment.Changes!, since, changes.Version), behind], $"$select={string.Join(',', There.Take(1).Concat(attachment.Key).Distinct())}",
            pageSize, [There[0]], cancellationToken);
        return [.. page.Items.Select(item => item.Values[0]).OfType<string>().Where(key => key.Length > 0).Distinct().Take(AtOnce)];
    }

    public bool Changes => attachment.Changes is not null;

    private byte[] Members(List<ODataItem> theirs, string? joined)
    {
        var text = new StringBuilder($"\"{attachment.Name}\":");
        if (string.IsNullOrEmpty(joined))
            theirs = [];
        if (attachment.IsOne)
            text.Append(theirs.Count == 0 ? "null" : Encoding.UTF8.GetString(theirs[0].Json.Span));
        else
            text.Append("{\"results\":[").AppendJoin(',', theirs.Select(item => Encoding.UTF8.GetString(item.Json.Span))).Append("]}");
        if (attachment.AddsOpenAmount && theirs.Count > 0)
            text.Append($",\"{OpenAmount}\":\"{Open(theirs).ToString(CultureInfo.InvariantCulture)}\"");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private decimal Open(List<ODataItem> theirs) => theirs.Select(item => _names.Of(item, SapFields.Open)).Sum(values => values[0] == "true" ? 0
        : decimal.TryParse(values[1], NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount
        : throw new ProtocolException($"{attachment.Set}: an open item without an amount. Check what its AmountInTransactionCurrency is in your system."));

    private static string Text(IEnumerable<string?> values) => string.Join('\n', values.Select(value => value ?? ""));
}
