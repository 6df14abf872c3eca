namespace IntegrationHub.Host.Hooks;

/// <summary>Where others call: <c>POST /hooks/&lt;connection&gt;/&lt;entity&gt;</c>. Open to anybody; who calls is proved by the call itself.</summary>
internal static class HookEndpoint
{
    internal static void AddHooks(this IServiceCollection services)
    {
        services.AddSingleton<RefusalTally>();
        services.AddSingleton<HookCalls>();
    }

    internal static void MapHooks(this IEndpointRouteBuilder app) =>
        app.MapPost("/hooks/{connection}/{entity?}", (HttpContext context, string connection, string? entity, HookCalls calls) => calls.TakeAsync(context, connection, entity))
            .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
}
