using System.Security.Cryptography;
using System.Text;
using DemoCrm.State;

namespace DemoCrm.Api;

/// <summary>Lets nobody into <c>/api</c> and <c>/admin</c> without the bearer token.</summary>
internal sealed class TokenGate(RequestDelegate next, string token)
{
    private static readonly CrmError Unauthorized = new(StatusCodes.Status401Unauthorized, "unauthorized", "The bearer token is missing or wrong.");

    private readonly byte[] _expected = Encoding.UTF8.GetBytes($"Bearer {token}");

    public Task InvokeAsync(HttpContext context)
    {
        var guarded = context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/admin");
        var shown = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
        return !guarded || CryptographicOperations.FixedTimeEquals(shown, _expected)
            ? next(context)
            : ApiAnswer.Of(Unauthorized).ExecuteAsync(context);
    }
}
