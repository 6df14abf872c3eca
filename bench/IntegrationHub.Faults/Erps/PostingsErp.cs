using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;
using IntegrationHub.Sdk.Http;
using IntegrationHub.TestKit;

namespace IntegrationHub.Faults.Erps;

/// <summary>Postings that are only added, asked for by what is behind a key.</summary>
internal sealed class PostingsErp : IErp
{
    private const int PageSize = 5;

    public string Connector => "postings";
    public bool OnlyAdds => true;
    public LivingTable Table { get; } = new();

    public Dictionary<string, string?> Options(Uri server) => new() { ["BaseUrl"] = server.AbsoluteUri };

    public ServerAnswer Answer(ServerRequest request)
    {
        var behind = request.Query.GetValueOrDefault("behind", "");
        return new(200, $"[{string.Join(',', Table.ByKey().Where(row => string.CompareOrdinal(row.Key, behind) > 0).Take(PageSize).Select(row => row.Json))}]");
    }
}

/// <summary>The options of the connector <c>postings</c>.</summary>
internal sealed class PostingsOptions
{
    public Uri? BaseUrl { get; set; }
}

/// <summary>A connector as somebody writes it on the Sdk, for the one cursor that no connector over HTTP has.</summary>
internal sealed class PostingsConnector : IConnector
{
    public void Register(IConnectorRegistry registry) => registry.AddSource<PostingsOptions>("postings", (options, services) => new PostingsSource(options, services));

    private sealed class PostingsSource(PostingsOptions options, ConnectorServices services) : ISource, IKeyListing
    {
        private readonly ApiClient _api = new(services, services.Http);

        public Task CheckAsync(CancellationToken cancellationToken) => FetchAsync(new PageRequest("records", 1), cancellationToken);

        public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => new KeyCursor(FetchAsync) { Lookback = 20 }.ReadAsync(request, cancellationToken);

        public IAsyncEnumerable<IReadOnlyList<string>> ListKeysAsync(string entity, CancellationToken cancellationToken) => new FullCursor(FetchAsync, Paging.Keyset).KeysAsync(entity, 10, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private async Task<Page> FetchAsync(PageRequest page, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(options.BaseUrl!, $"/postings?behind={page.After?.Key}"));
            request.Headers.ConnectionClose = true;
            using var document = (await _api.SendAsync("postings", request, "BaseUrl", cancellationToken)).Success().Document();
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? new Page([.. document.RootElement.EnumerateArray().Select(row => new PageRecord(row.GetProperty("key").GetString()!, System.Text.Encoding.UTF8.GetBytes(row.GetRawText())))])
                : throw new ProtocolException("The answer has no list of postings.");
        }
    }
}
