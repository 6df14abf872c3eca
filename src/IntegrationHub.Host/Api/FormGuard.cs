using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace IntegrationHub.Host.Api;

/// <summary>A change asked for with a cookie, not with a key, must carry the antiforgery token: another site can send our cookie, but not that.</summary>
internal sealed class FormGuard(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var byCookie = http.User.Identity?.AuthenticationType == CookieAuthenticationDefaults.AuthenticationScheme;
        return byCookie && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && !await antiforgery.IsRequestValidAsync(http)
            ? Results.Problem("Send the antiforgery token in the header X-Hub-Form, or sign in with an API key.", statusCode: StatusCodes.Status400BadRequest)
            : await next(context);
    }
}
