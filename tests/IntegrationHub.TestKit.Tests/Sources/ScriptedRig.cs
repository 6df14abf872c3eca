using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Extraction;

namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>A scripted server with pages of two records, read by a source that is sound or broken on purpose.</summary>
internal sealed class ScriptedRig(ScriptedFlaw flaw = ScriptedFlaw.None) : IScriptedSourceRig
{
    private ScriptedServer? _server;

    public LivingTable Table { get; } = new();
    public ScriptedServer Server => _server!;
    public string Entity => "things";
    public IReadOnlyList<string> Keys => Table.Keys;
    public IReadOnlyList<string> Confidential => ["s3cret"];

    public async Task StartAsync()
    {
        if (_server is not null)
            return;
        for (var i = 1; i <= 7; i++)
            Table.Put($"T-{i}", DateTimeOffset.UtcNow.AddHours(-10 + i));
        _server = await ScriptedServer.StartAsync(Answer);
    }

    public async Task<ISource> OpenAsync(ConnectorServices services)
    {
        await StartAsync();
        return new ScriptedSource(Server.Address, services, flaw);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private ServerAnswer Answer(ServerRequest request)
    {
        IEnumerable<LivingTable.Row> rows = Table.ChangedSince(request.Query.GetValueOrDefault("since"), request.Query.GetValueOrDefault("after"));
        if (request.Query.TryGetValue("later", out var later))
            rows = Table.ChangedSince(later).Where(row => row.Stamp != later);
        if (request.Query.TryGetValue("skip", out var skip))
            rows = Table.ByTime().Skip(int.Parse(skip, CultureInfo.InvariantCulture));
        return new(200, $"[{string.Join(',', rows.Take(2).Select(row => row.Json))}]");
    }
}

/// <summary>Reads by time and key with the Sdk's cursor. With a flaw, it breaks the contract in that one way.</summary>
internal sealed class ScriptedSource(Uri address, ConnectorServices services, ScriptedFlaw flaw) : ISource
{
    private readonly HttpClient _following = new();

    public Task CheckAsync(CancellationToken cancellationToken) => GetAsync("", cancellationToken);

    public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => flaw switch
    {
        ScriptedFlaw.CountsItsWay or ScriptedFlaw.TakesTheSamePageTwice => ByCountAsync(request, cancellationToken),
        ScriptedFlaw.NeverLooksBack or ScriptedFlaw.GoesByTimeAlone or ScriptedFlaw.GoesByTheServersClock => ForwardAsync(request, cancellationToken),
        _ => new TimeCursor(async (page, token) => new Page(await GetAsync(
            page.After is { } after ? $"since={after.Stamp}&after={after.Key}" : page.Since is { } since ? $"since={since}" : "", token)), new StampFormat(), services.Time).ReadAsync(request, cancellationToken),
    };

    public ValueTask DisposeAsync()
    {
        _following.Dispose();
        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerable<SourceBatch> ByCountAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var at = request.After is null ? 0 : int.Parse(request.After.Value, CultureInfo.InvariantCulture); await GetAsync($"skip={at}", cancellationToken) is { Count: > 0 } page;)
            yield return Batch(page, $"{at += page.Count}");
    }

    private async IAsyncEnumerable<SourceBatch> ForwardAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var at = request.After?.Value.Split('|') ?? ["", ""];
        while (await GetAsync(flaw == ScriptedFlaw.GoesByTimeAlone ? $"later={at[0]}" : $"since={at[0]}&after={at[1]}", cancellationToken) is { Count: > 0 } page)
        {
            at = [flaw == ScriptedFlaw.GoesByTheServersClock && page.Count < 2 ? _date : page[^1].Stamp!, page[^1].Key];
            yield return Batch(page, string.Join('|', at));
        }
    }

    private string _date = "";

    private static SourceBatch Batch(IReadOnlyList<PageRecord> page, string next) =>
        new([.. page.Select(record => new SourceRecord(record.Key, record.Change, record.Json))], new(next));

    private async Task<IReadOnlyList<PageRecord>> GetAsync(string query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, $"/things?{query}"));
        using var hurry = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (flaw == ScriptedFlaw.IsImpatient)
            hurry.CancelAfter(100);
        try
        {
            using var answer = await (flaw == ScriptedFlaw.FollowsToOtherHosts ? _following : services.Http).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, hurry.Token);
            _date = (answer.Headers.Date ?? DateTimeOffset.UtcNow).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => Records(await BodyAsync(answer, hurry.Token), answer.Content.Headers.ContentType?.MediaType),
                HttpStatusCode.TooManyRequests when flaw == ScriptedFlaw.TakesTooManyForTheEnd => [],
                HttpStatusCode.ServiceUnavailable when flaw == ScriptedFlaw.TakesOutOfServiceForBroken => throw new ProtocolException("It is broken."),
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => throw new TransientException("It is busy."),
                _ => throw new ProtocolException($"It answered {(int)answer.StatusCode}."),
            };
        }
        catch (HttpRequestException gone)
        {
            return flaw == ScriptedFlaw.TakesACutConnectionForTheEnd ? [] : throw new TransientException("It hung up.", inner: gone);
        }
        catch (IOException cut)
        {
            return flaw == ScriptedFlaw.TakesACutAnswerForTheEnd ? [] : throw new TransientException("It hung up.", inner: cut);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientException("It is slow.");
        }
    }

    private async Task<byte[]> BodyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var (buffer, total) = (new byte[64 * 1024], 0L);
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0; total += read)
        {
            if (total < 1 << 20)
                body.Write(buffer, 0, read);
            else if (flaw != ScriptedFlaw.ReadsWithoutEnd)
                throw new ProtocolException("It does not stop.");
        }

        return body.ToArray();
    }

    private List<PageRecord> Records(byte[] body, string? type)
    {
        if (flaw == ScriptedFlaw.TakesNothingForTheEnd && body.Length == 0 || flaw == ScriptedFlaw.TakesAWebPageForTheEnd && type == "text/html")
            return [];
        try
        {
            using var json = JsonDocument.Parse(body);
            return [.. json.RootElement.EnumerateArray().Select(item =>
                new PageRecord(item.GetProperty("key").GetString()!, JsonSerializer.SerializeToUtf8Bytes(item), item.GetProperty("changedAt").GetString()))];
        }
        catch (JsonException garbage)
        {
            return flaw == ScriptedFlaw.TakesHalfAnAnswerForTheEnd ? [] : throw new ProtocolException("It is no JSON.", garbage);
        }
    }
}
