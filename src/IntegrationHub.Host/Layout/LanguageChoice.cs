using IntegrationHub.Host.Texts;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Layout;

/// <summary>The language switch in the header.</summary>
internal static class LanguageChoice
{
    internal static void MapLanguageChoice(this IEndpointRouteBuilder app) =>
        app.MapPost("/language", Choose).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();   // sets the asker's own language, nothing more

    private static IResult Choose(HttpContext context, [FromForm] string? language, [FromForm] string? returnUrl)
    {
        if (ReaderOf.LanguageOfCode(language) is { } known)
            context.Response.Cookies.Append(ReaderOf.LanguageCookie, ReaderOf.CodeOf(known),
                new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, Secure = context.Request.IsHttps });
        return Results.LocalRedirect(Security.SignIn.IsLocal(returnUrl) ? returnUrl! : "/");
    }
}
