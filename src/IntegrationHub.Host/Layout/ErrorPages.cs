using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Layout;

/// <summary>Shows a page in the reader's language where an answer would be a bare status. The API and the hooks, which programs call, answer for themselves.</summary>
internal static class ErrorPages
{
    /// <summary>To be used before routing.</summary>
    internal static void UseErrorPages(this IApplicationBuilder app) =>
        app.UseWhen(context => !IsForPrograms(context.Request), pages =>
        {
            pages.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = ShowAsync });
            pages.UseStatusCodePages(status => ShowAsync(status.HttpContext));
        });

    /// <summary>The page a login is sent to that may not do what it asked for.</summary>
    internal static void MapForbidden(this IEndpointRouteBuilder app) =>
        app.MapGet("/forbidden", () => Results.StatusCode(StatusCodes.Status403Forbidden)).AllowAnonymous().ExcludeFromDescription();

    private static bool IsForPrograms(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") || (request.Path.StartsWithSegments("/hooks", out var hook) && hook.HasValue);

    private static Task ShowAsync(HttpContext context) => new RazorComponentResult<ErrorPage>(new Dictionary<string, object?>
    {
        [nameof(ErrorPage.Status)] = context.Response.StatusCode,
        [nameof(ErrorPage.Trace)] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
    })
    { StatusCode = context.Response.StatusCode }.ExecuteAsync(context);
}
