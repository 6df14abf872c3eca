using IntegrationHub.Sdk.Http;
using Polly;
using Polly.Timeout;

namespace IntegrationHub.Core.Connectors;

/// <summary>Sends each request through the connection's pipeline.</summary>
internal sealed class ReadRetryHandler(ResiliencePipeline<HttpResponseMessage> pipeline) : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<bool> Read = new("hub.read");

    internal static bool IsRead(ResilienceContext context) => context.Properties.GetValue(Read, false);

    private static bool IsRead(HttpRequestMessage request) =>
        request.Options.TryGetValue(ApiClient.IsRead, out var isRead) ? isRead : request.Content is null && (request.Method == HttpMethod.Get || request.Method == HttpMethod.Head);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Read, IsRead(request));
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
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken) => base.SendAsync(request, cancellationToken);
}
