using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using IntegrationHub.Host.Security;
using IntegrationHub.Host.Texts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Mappings;

/// <summary>A comparison as server-sent events: <c>state</c> with how far it is, and <c>done</c> with what came of it, as it goes into the page.</summary>
internal static class ComparisonEvents
{
    internal static void MapComparisonEvents(this IEndpointRouteBuilder app) =>
        app.MapGet("/mappings/{connection}/{entity}/changes/events", Stream).RequireAuthorization(Policies.Engineer).ExcludeFromDescription();

    private static IResult Stream(
        string connection, string entity, HttpContext context, [FromServices] MappingsInForce inForce, [FromServices] Comparisons comparisons, [FromServices] Reader reader, CancellationToken cancellationToken) =>
        inForce.Find(connection, Uri.UnescapeDataString(entity)) is { } mapping
            ? TypedResults.ServerSentEvents(EventsAsync(mapping, comparisons, reader, context.RequestServices, cancellationToken))
            : TypedResults.NotFound();

    private static async IAsyncEnumerable<SseItem<State>> EventsAsync(
        MappingInForce mapping, Comparisons comparisons, Reader reader, IServiceProvider services, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var states = Channel.CreateBounded<(long Done, long All)>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var work = CompareAsync();
        await foreach (var (done, all) in states.Reader.ReadAllAsync(cancellationToken))
            yield return new(new State(done, all, reader.Texts.Mapping.ComparedSoFar(reader.Number(done), reader.Number(all)), null), "state");
        yield return new(new State(0, 0, "", await HtmlAsync(await work, reader, services)), "done");

        async Task<Compared> CompareAsync()
        {
            try
            {
                return await comparisons.RunAsync(mapping, new Told(states.Writer), cancellationToken);
            }
            finally
            {
                states.Writer.Complete();
            }
        }
    }

    private static async Task<string> HtmlAsync(Compared compared, Reader reader, IServiceProvider services)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<DifferenceView>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(DifferenceView.Reader)] = reader,
            [nameof(DifferenceView.Compared)] = compared,
        }))).ToHtmlString());
    }

    /// <summary>What hub.js puts into the page.</summary>
    private sealed record State(long Read, long Expected, string Text, string? Html);

    private sealed class Told(ChannelWriter<(long Done, long All)> to) : IProgress<(long Done, long All)>
    {
        public void Report((long Done, long All) value) => to.TryWrite(value);
    }
}
