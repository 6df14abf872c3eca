using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Host.Security;

/// <summary>Signs a program in by <c>Authorization: Bearer hub_…</c>.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    internal const string Name = "ApiKey";
    private const string Bearer = "Bearer ";

    /// <summary>Whether the request carries a bearer token, good or bad: then no cookie counts.</summary>
    internal static bool IsMeant(HttpContext context) => context.Request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        var token = header[Bearer.Length..].Trim();
        if (!token.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal) || await keys.FindAsync(token, Context.RequestAborted) is not { } key)
            return AuthenticateResult.Fail("This API key is unknown or revoked.");
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, $"key: {key.Title}"), new Claim(ClaimTypes.Role, key.Role)], Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
