using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>Reads pages of JSON over HTTP. With a fault, it breaks the contract in that one way.</summary>
internal sealed class PageSource(Uri address, ConnectorServices services, PageFault fault) : ISource
{
    private readonly HttpClient _http = fault == PageFault.UsesItsOwnClient ? new() : services.Http;

    public async Task CheckAsync(CancellationToken cancellationToken) => (await PageAsync(0, cancellationToken)).Dispose();

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.Entity != "things" || request.Slice is not null)
            throw new SetupException($"{request.Entity} cannot be read, or not in part.");
        for (var at = request.After is null ? 0 : int.Parse(request.After.Value, CultureInfo.InvariantCulture); ;)
        {
            using var page = await PageAsync(at, fault == PageFault.IgnoresCancelling ? CancellationToken.None : cancellationToken);
            var records = page.RootElement.EnumerateArray().Take(request.BatchSize)
                .Select(item => new SourceRecord(item.GetProperty("key").GetString()!, ChangeKind.Upserted, JsonSerializer.SerializeToUtf8Bytes(item))).ToList();
            if (records.Count == 0)
                yield break;
            at += records.Count;
            yield return new(records, new(at.ToString(CultureInfo.InvariantCulture)));
            if (fault != PageFault.IgnoresCancelling)
                cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public ValueTask DisposeAsync()
    {
        if (fault == PageFault.UsesItsOwnClient)
            _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonDocument> PageAsync(int skip, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, $"/things?skip={skip}"));
        request.Headers.Authorization = new("Bearer", "s3cret");
        try
        {
            using var answer = await _http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            var said = fault == PageFault.QuotesTheAnswer ? $" It says: {text}" : "";
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => JsonDocument.Parse(text),
                HttpStatusCode.TooManyRequests => throw new TransientException("It is busy.", fault == PageFault.OverlooksTheWait ? null : answer.Headers.RetryAfter?.Delta),
                HttpStatusCode.Unauthorized when fault != PageFault.TakesNoEntryForBroken => throw new AccessException($"It does not know us.{said}"),
                HttpStatusCode.Forbidden when fault != PageFault.TakesForbiddenForBroken => throw new AccessException($"It does not let us.{said}"),
                >= HttpStatusCode.InternalServerError when fault != PageFault.TakesBusyForBroken => throw new TransientException($"It is broken.{said}"),
                _ => throw new ProtocolException($"It answered {(int)answer.StatusCode}.{said}"),
            };
        }
        catch (HttpRequestException gone) when (fault != PageFault.LetsNetworkFailuresOut)
        {
            throw new TransientException("It cannot be reached.", inner: gone);
        }
        catch (JsonException garbage) when (fault != PageFault.LetsParsingFailuresOut)
        {
            throw new ProtocolException("The answer is no JSON.", garbage);
        }
    }
}
