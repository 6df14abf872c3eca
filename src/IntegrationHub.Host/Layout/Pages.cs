using System.Text.Encodings.Web;
using System.Text.Unicode;
using IntegrationHub.Host.Admin;
using IntegrationHub.Host.Hooks;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Mappings;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Texts;

namespace IntegrationHub.Host.Layout;

/// <summary>What the pages need of the application: their queries, the reader, and their few posts.</summary>
internal static class Pages
{
    /// <summary>Japanese as it is, not as numbers; what is special in HTML is still encoded.</summary>
    internal static HtmlEncoder Encoder { get; } = HtmlEncoder.Create(UnicodeRanges.All);

    internal static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddFewAtOnce();
        services.AddSingleton(Encoder);
        services.AddSingleton<HandWork>();
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddScoped(provider => ReaderOf.Request(
            provider.GetRequiredService<IHttpContextAccessor>().HttpContext ?? throw new InvalidOperationException("A reader is made for a request; there is none here."),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SourceFreshness>();
        services.AddSingleton<HookList>();
        services.AddSingleton<HookQueries>();
        services.AddSingleton<CompletenessQueries>();
        services.AddSingleton<MappingsInForce>();
        services.AddSingleton<MappingVersions>();
        services.AddSingleton<Comparisons>();
        return services;
    }

    internal static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapRazorComponents<App>();
        app.MapLanguageChoice();
        app.MapForbidden();
        app.MapRunEvents();
        app.MapJobActions();
        app.MapParkedActions();
        app.MapHeldActions();
        app.MapFieldActions();
        app.MapReplayActions();
        app.MapReplayEvents();
        app.MapComparisonEvents();
        app.MapReconcileActions();
        app.MapReconcileEvents();
        app.MapBackfillActions();
        app.MapBackfillEvents();
        app.MapTargetActions();
        app.MapPlanEvents();
    }
}
