using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Host.Security;

/// <summary>Sign-in by cookie for people, by key for programs; whatever does not say otherwise needs it.</summary>
internal static class HubSecurity
{
    private const string PersonOrProgram = "hub";

    internal static void AddHubSecurity(this IServiceCollection services)
    {
        services.AddSingleton<Logins>();
        services.AddSingleton<ApiKeys>();
        services.TryAddSingleton<Audit>();
        services.AddSingleton<SignInBrake>();
        services.AddSingleton<ProtectionKeys>();
        services.AddDataProtection().SetApplicationName("IntegrationHub");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<ProtectionKeys>()));
        services.AddAuthentication(PersonOrProgram)
            .AddPolicyScheme(PersonOrProgram, displayName: null, scheme => scheme.ForwardDefaultSelector = context =>
                ApiKeyHandler.IsMeant(context) ? ApiKeyHandler.Name : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Name, configureOptions: null)
            .AddCookie(SignIn.Configure);
        services.AddAuthorization(Policies.AddTo);
        services.AddAntiforgery(form =>
        {
            form.Cookie.Name = "hub.form";
            form.HeaderName = "X-Hub-Form";
        });
    }
}
