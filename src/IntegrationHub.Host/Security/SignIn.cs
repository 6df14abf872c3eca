using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Security;

/// <summary>The two posts of the sign-in page and the sign-out button, and the cookie between them.</summary>
internal static class SignIn
{
    internal const string Page = "/sign-in";
    private const string LoginNo = "hub.login";
    private const string Stamp = "hub.stamp";

    internal static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapPost(Page, EnterAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/sign-out", LeaveAsync).ExcludeFromDescription();
    }

    internal static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "hub";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;   // a link in the CRM opens the customer page signed in
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.LoginPath = Page;
        options.ReturnUrlParameter = "returnUrl";
        options.ExpireTimeSpan = TimeSpan.FromHours(12);
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = KeepOrEndAsync;
        options.Events.OnRedirectToLogin = context =>
        {
            if (IsForPrograms(context.Request))
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            else
                context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static bool IsForPrograms(HttpRequest request) => request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/openapi");

    private static async Task<IResult> EnterAsync(
        HttpContext context, [FromForm] string? name, [FromForm] string? password, [FromForm] string? returnUrl,
        Logins logins, SignInBrake brake, ILogger<Logins> log, CancellationToken cancellationToken)
    {
        var back = IsLocal(returnUrl) ? returnUrl! : "/";
        name = name?.Trim() ?? "";
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (brake.WaitOf(name, address) is { TotalSeconds: > 0 } wait)
        {
            Log.SignInBraked(log, address, (int)wait.TotalSeconds + 1);
            return Again("wait", back, (int)wait.TotalSeconds + 1);
        }
        if (await logins.VerifyAsync(name, password ?? "", cancellationToken) is not { } login)
        {
            brake.Failed(name, address);
            Log.SignInFailed(log, address);
            return Again("wrong", back);
        }
        brake.Succeeded(name, address);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, PrincipalOf(login));
        return Results.LocalRedirect(back);
    }

    private static async Task<IResult> LeaveAsync(HttpContext context, [FromForm] string? returnUrl)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : Page);
    }

    private static IResult Again(string why, string back, int seconds = 0) =>
        Results.LocalRedirect($"{Page}?problem={why}{(seconds > 0 ? $"&seconds={seconds}" : "")}&returnUrl={Uri.EscapeDataString(back)}");

    /// <summary>A path on this host: begins with one slash, and nothing a browser would read as another host.</summary>
    internal static bool IsLocal(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal) && !url.Any(char.IsControl);

    private static ClaimsPrincipal PrincipalOf(Login login) => new(new ClaimsIdentity(
    [
        new Claim(ClaimTypes.Name, login.Name),
        new Claim(ClaimTypes.Role, login.Role),
        new Claim(LoginNo, login.No.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new Claim(Stamp, login.Stamp.ToString()),
    ], CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>Asked with every request: a disabled login or a changed password ends its sessions at once.</summary>
    private static async Task KeepOrEndAsync(CookieValidatePrincipalContext context)
    {
        var logins = context.HttpContext.RequestServices.GetRequiredService<Logins>();
        var holds = int.TryParse(context.Principal?.FindFirstValue(LoginNo), out var loginNo)
            && Guid.TryParse(context.Principal?.FindFirstValue(Stamp), out var stamp)
            && await logins.RoleOfSessionAsync(loginNo, stamp, context.HttpContext.RequestAborted) is not null;
        if (holds)
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }
}
