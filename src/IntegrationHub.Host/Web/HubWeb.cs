using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Layout;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Security;
using Microsoft.AspNetCore.HttpOverrides;

namespace IntegrationHub.Host.Web;

/// <summary>Puts the web application together: sign-in, pages, API, health.</summary>
internal static class HubWeb
{
    /// <param name="session">With its database open and migrated.</param>
    /// <param name="addresses">Where to listen.</param>
    /// <param name="configure">What else belongs to this host: the job engine.</param>
    internal static WebApplication Build(HubSession session, IReadOnlyList<string> addresses, Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HubWeb).Assembly.GetName().Name,
            ContentRootPath = session.Settings.Folder,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.WebHost.UseKestrelCore().UseUrls([.. addresses]).ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddSingleton(session.Logs);
        builder.Services.AddSingleton<IHostLifetime, VerbLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        AddHub(builder.Services, session);
        builder.Services.AddRouting();
        builder.Services.AddHubSecurity();
        builder.Services.AddPages();
        configure(builder.Services);

        var app = builder.Build();
        if (session.Settings.Web.BehindProxy)
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        app.UseSecurityHeaders();
        app.UseErrorPages();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapSignIn();
        app.MapPages();
        return app;
    }

    private static void AddHub(IServiceCollection services, HubSession session)
    {
        services.AddSingleton(session.Settings);
        services.AddSingleton(session.Database);
        services.AddSingleton(session.Catalog);
        services.AddSingleton(session.Installed);
        services.AddSingleton(session.Time);
        services.AddSingleton<OverviewQueries>();
        services.AddSingleton<JobQueries>();
        services.AddSingleton<RunQueries>();
        services.AddSingleton<ParkedQueries>();
    }
}
