namespace IntegrationHub.Sdk.Http;

/// <summary>How requests are authorized.</summary>
public enum HttpAuth
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary><c>Authorization: Bearer</c> with the secret.</summary>
    Bearer,

    /// <summary>The secret in a header of the API's own.</summary>
    ApiKey,

    /// <summary><c>Authorization: Basic</c> with user and secret.</summary>
    Basic,

    /// <summary>OAuth 2.0 client credentials: a token for the hub itself.</summary>
    ClientCredentials,

    /// <summary>OAuth 2.0 refresh token: a token for the person who once agreed.</summary>
    RefreshToken,

    /// <summary>OAuth 2.0 by a signed assertion (RFC 7523, RS256): a token for <see cref="HttpAuthOptions.User"/>, who need not be asked, since the key's certificate is known over there.</summary>
    JwtBearer,
}

/// <summary>How the hub proves itself to a token endpoint (RFC 6749, section 2.3.1).</summary>
public enum TokenClientAuth
{
    /// <summary><c>client_id</c> and <c>client_secret</c> in the form.</summary>
    Body,

    /// <summary><c>Authorization: Basic</c> with both.</summary>
    Basic,
}
