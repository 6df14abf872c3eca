using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.BusinessCentral;

/// <summary>The login in the settings, with what follows from the tenant.</summary>
internal static class EntraLogin
{
    public static HttpAuthOptions Of(BusinessCentralOptions options) => options.Auth.Kind is not (HttpAuth.ClientCredentials or HttpAuth.RefreshToken) || options.Auth.TokenUrl is not null
        ? options.Auth
        : new HttpAuthOptions
        {
            Kind = options.Auth.Kind,
            TokenUrl = options.TokenUrl,
            ClientId = options.Auth.ClientId,
            ClientSecret = options.Auth.ClientSecret,
            RefreshToken = options.Auth.RefreshToken,
            Scope = options.Auth.Scope,
            ClientAuth = options.Auth.ClientAuth,
            Parameters = options.Auth.Parameters,
            Scheme = options.Auth.Scheme,
        };
}
