using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace IntegrationHub.Core.Connectors.Http;

/// <summary>Sends each request through a pipeline, and says in words what the pipeline decided.</summary>
internal sealed class PipelineHandler(string connection, ResiliencePipeline<HttpResponseMessage> pipeline, TimeProvider time) : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<bool> Read = new("hub.read");

    internal static bool IsRead(ResilienceContext context) => context.Properties.GetValue(Read, false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isMarked = request.Options.TryGetValue(ApiClient.OnlyReads, out var reads) && reads;
        if (isMarked && request.Content is { } content)
            await content.LoadIntoBufferAsync(cancellationToken);   // it may have to be sent again
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Read, isMarked || request.Content is null && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head));
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, state) => await state.Handler.SendOnceAsync(state.Request, context.CancellationToken),
                context, (Handler: this, Request: request));
        }
        catch (TimeoutRejectedException late)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"{request.RequestUri?.Host} gave no answer within {late.Timeout.TotalSeconds:0} s.", late);
        }
        catch (BrokenCircuitException open)
        {
            throw new TransientException(
                $"Connection '{connection}': too many requests found nobody there, so nothing is sent until {time.GetUtcNow() + (open.RetryAfter ?? TimeSpan.Zero):yyyy-MM-dd HH:mm:ss} UTC.", open.RetryAfter, open.InnerException);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken) => base.SendAsync(request, cancellationToken);
}
