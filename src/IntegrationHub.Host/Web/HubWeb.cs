using IntegrationHub.Host.Layout;
using IntegrationHub.Host.Security;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Npgsql;

namespace IntegrationHub.Host.Web;

/// <summary>Puts the web application together: sign-in, pages, API, health.</summary>
internal static class HubWeb
{
    internal static WebApplication Build(string contentRoot, NpgsqlDataSource database, Action<WebApplicationBuilder> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HubWeb).Assembly.GetName().Name,
            ContentRootPath = contentRoot,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(TimeProvider.System);
        AddSecurity(builder.Services);
        builder.Services.AddPages();
        configure(builder);

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapSignIn();
        app.MapPages();
        return app;
    }

    private static void AddSecurity(IServiceCollection services)
    {
        services.AddSingleton<Logins>();
        services.AddSingleton<SignInBrake>();
        services.AddSingleton<ProtectionKeys>();
        services.AddDataProtection().SetApplicationName("IntegrationHub");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<ProtectionKeys>()));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(SignIn.Configure);
        services.AddAuthorization(Policies.AddTo);
        services.AddAntiforgery(options => options.Cookie.Name = "hub.form");
    }
}
