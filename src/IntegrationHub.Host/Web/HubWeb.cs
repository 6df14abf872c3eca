using IntegrationHub.Core.Jobs;
using IntegrationHub.Host.Api;
using IntegrationHub.Host.Health;
using IntegrationHub.Host.Hooks;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Layout;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Security;
using IntegrationHub.Jobs.Quartz;
using Microsoft.AspNetCore.HttpOverrides;

namespace IntegrationHub.Host.Web;

/// <summary>Puts the web application together: sign-in, pages, API, health.</summary>
internal static class HubWeb
{
    /// <param name="session">With its database open and migrated.</param>
    /// <param name="addresses">Where to listen.</param>
    internal static WebApplication Build(HubSession session, IReadOnlyList<string> addresses)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HubWeb).Assembly.GetName().Name,
            ContentRootPath = session.Settings.Folder,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.WebHost.UseKestrelCore().UseUrls([.. addresses]).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxResponseBufferSize = 1024 * 1024;   // a whole page: one who reads slowly keeps no other waiting (FewAtOnce)
        });
        builder.Services.AddSingleton<IHostLifetime, VerbLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        builder.Services.AddHub(session);
        builder.Services.AddQuartzJobEngine(session.ConnectionString);
        builder.Services.AddSingleton<IJobHandler>(provider => new HubJobHandler(
            provider.GetRequiredService<HubWork>(), provider.GetRequiredService<ReplayWork>(), provider.GetRequiredService<BackfillWork>(), provider.GetRequiredService<ReconcileWork>(), provider.GetRequiredService<PlanWork>(),
            provider.GetRequiredService<IJobEngine>, provider.GetRequiredService<ILogger<HubJobHandler>>()));
        builder.Services.AddSingleton<JobQueries>();
        builder.Services.AddRouting();
        builder.Services.AddHubSecurity();
        builder.Services.AddHubApi(session.Settings);
        builder.Services.AddHubHealth();
        builder.Services.AddHooks();
        builder.Services.AddPages();

        var app = builder.Build();
        if (session.Settings.Web.BehindProxy)
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        app.UseSecurityHeaders();
        app.UseApiProblems();
        app.UseErrorPages();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.MapSignIn();
        app.MapPages();
        app.MapHubApi();
        app.MapHubHealth();
        app.MapHooks();
        return app;
    }
}
