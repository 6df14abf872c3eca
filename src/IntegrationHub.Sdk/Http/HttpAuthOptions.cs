using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using System.Text;

namespace IntegrationHub.Sdk.Http;

/// <summary>How the hub proves who it is. A client certificate is the connection's: <c>Connections:…:Http:ClientCertificate</c>.</summary>
/// <remarks>The property <c>Auth</c> of every HTTP connector's options, handed to <see cref="ConnectorServices.Authorized(HttpAuthOptions)"/>.</remarks>
public sealed class HttpAuthOptions : IValidatableObject
{
    /// <summary>How requests are authorized.</summary>
    public HttpAuth Kind { get; set; } = HttpAuth.None;

    /// <summary>For Bearer, ApiKey and Basic: token, key or password.</summary>
    public Secret? Secret { get; set; }

    /// <summary>For ApiKey: the header's name.</summary>
    [Required]
    public string Header { get; set; } = "X-Api-Key";

    /// <summary>For Basic: the user's name. For JwtBearer: whose token it is to be.</summary>
    public string? User { get; set; }

    /// <summary>For the kinds of OAuth: the address of the token endpoint.</summary>
    public Uri? TokenUrl { get; set; }

    /// <summary>For the kinds of OAuth: the hub's id over there.</summary>
    public string? ClientId { get; set; }

    /// <summary>For ClientCredentials and RefreshToken: what belongs to the id.</summary>
    public Secret? ClientSecret { get; set; }

    /// <summary>For RefreshToken: the token that was given when somebody agreed.</summary>
    public Secret? RefreshToken { get; set; }

    /// <summary>For JwtBearer: the private key that assertions are signed with (RSA, as PEM).</summary>
    public Secret? PrivateKey { get; set; }

    /// <summary>For JwtBearer: whom the assertion is for; nothing: the address of the token endpoint.</summary>
    public string? Audience { get; set; }

    /// <summary>For the kinds of OAuth: what the token is to be good for, several parted by spaces.</summary>
    public string? Scope { get; set; }

    /// <summary>For ClientCredentials and RefreshToken: where id and secret go.</summary>
    public TokenClientAuth ClientAuth { get; set; } = TokenClientAuth.Body;

    /// <summary>For the kinds of OAuth: more fields of the token request, such as <c>audience</c> or <c>resource</c>. No secrets.</summary>
    public Dictionary<string, string> Parameters { get; set; } = [];

    /// <summary>What stands before a token: <c>Authorization: Bearer …</c>.</summary>
    [Required]
    public string Scheme { get; set; } = "Bearer";

    /// <summary>For the kinds of OAuth: the field of the token's answer that says where the API is (<c>instance_url</c>); requests then go to that host. Nothing: where the settings say.</summary>
    public string? AddressField { get; set; }

    /// <summary>Whether tokens are fetched, so that a token endpoint is needed.</summary>
    internal bool IsOAuth => Kind is HttpAuth.ClientCredentials or HttpAuth.RefreshToken or HttpAuth.JwtBearer;

    /// <summary>Puts what is the same for all requests into a client's headers.</summary>
    internal void Apply(HttpRequestHeaders headers)
    {
        var secret = Secret?.Reveal() ?? "";
        switch (Kind)
        {
            case HttpAuth.Bearer:
                headers.Authorization = new AuthenticationHeaderValue(Scheme, secret);
                break;
            case HttpAuth.ApiKey:
                headers.TryAddWithoutValidation(Header, secret);
                break;
            case HttpAuth.Basic:
                headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{secret}")));
                break;
        }
    }

    /// <inheritdoc/>
    /// <remarks>A missing TokenUrl is told when the connection is opened, since connectors may know it themselves.</remarks>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind is HttpAuth.Bearer or HttpAuth.ApiKey or HttpAuth.Basic && string.IsNullOrEmpty(Secret?.Reveal()))
            yield return Needed(nameof(Secret));
        if (Kind == HttpAuth.None && Secret is not null)
            yield return new("must be Bearer, ApiKey or Basic when there is a Secret", [nameof(Kind)]);
        if (Kind == HttpAuth.None && ClientSecret is not null)
            yield return new("must be ClientCredentials or RefreshToken when there is a ClientSecret", [nameof(Kind)]);
        if (Kind != HttpAuth.JwtBearer && PrivateKey is not null)
            yield return new("must be JwtBearer when there is a PrivateKey", [nameof(Kind)]);
        if (IsOAuth && Secret is not null)
            yield return new($"has no meaning with Kind {Kind}; use ClientSecret", [nameof(Secret)]);
        if (Kind is HttpAuth.Basic or HttpAuth.JwtBearer && string.IsNullOrEmpty(User))
            yield return Needed(nameof(User));
        if (Kind == HttpAuth.JwtBearer && string.IsNullOrEmpty(PrivateKey?.Reveal()))
            yield return Needed(nameof(PrivateKey));
        if (IsOAuth && string.IsNullOrEmpty(ClientId))
            yield return Needed(nameof(ClientId));
        if (Kind == HttpAuth.ClientCredentials && string.IsNullOrEmpty(ClientSecret?.Reveal()))
            yield return Needed(nameof(ClientSecret));
        if (Kind == HttpAuth.RefreshToken && string.IsNullOrEmpty(RefreshToken?.Reveal()))
            yield return Needed(nameof(RefreshToken));
        if (TokenUrl is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Fragment: "" })
            yield return new("must be an address such as https://login.example.com/token, without user or '#'", [nameof(TokenUrl)]);
        foreach (var (name, secret) in ((string, Secret?)[])[(nameof(Secret), Secret), (nameof(ClientSecret), ClientSecret), (nameof(RefreshToken), RefreshToken)])
            if (secret?.Reveal().Any(char.IsControl) == true)
                yield return new("holds a line break or another control character", [name]);
    }

    private ValidationResult Needed(string name) => new($"is needed for Kind {Kind}", [name]);
}
