namespace IntegrationHub.Sdk.Http;

/// <summary>The login of Microsoft's services: Microsoft Entra ID, "OAuth 2.0 client credentials flow on the Microsoft identity platform". Pure: it sends nothing. Safe from several threads.</summary>
public static class EntraLogin
{
    /// <summary>The token endpoint of a directory (tenant), by its id or one of its domains.</summary>
    public static Uri TokenUrl(string tenant) => new($"https://login.microsoftonline.com/{Uri.EscapeDataString(tenant)}/oauth2/v2.0/token");

    /// <summary>The login in the settings, with what follows from others of them; what the settings say themselves stays. A login that fetches no token is given back as it is.</summary>
    /// <param name="auth">As in the settings; not changed.</param>
    /// <param name="tokenUrl">The endpoint, when <see cref="HttpAuthOptions.TokenUrl"/> says none.</param>
    /// <param name="scope">The scope, when <see cref="HttpAuthOptions.Scope"/> says none.</param>
    public static HttpAuthOptions Of(HttpAuthOptions auth, Uri? tokenUrl, string? scope = null) => auth.Kind is not (HttpAuth.ClientCredentials or HttpAuth.RefreshToken) ? auth : new HttpAuthOptions
    {
        Kind = auth.Kind,
        TokenUrl = auth.TokenUrl ?? tokenUrl,
        ClientId = auth.ClientId,
        ClientSecret = auth.ClientSecret,
        RefreshToken = auth.RefreshToken,
        Scope = string.IsNullOrEmpty(auth.Scope) ? scope : auth.Scope,
        ClientAuth = auth.ClientAuth,
        Parameters = auth.Parameters,
        Scheme = auth.Scheme,
    };
}
