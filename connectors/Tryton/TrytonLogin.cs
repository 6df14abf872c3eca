using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;

namespace IntegrationHub.Connectors.Tryton;

/// <summary>
/// A session by <c>common.db.login</c>. Its key stays in memory, is shared by all jobs of the process, and is asked for again only when Tryton no longer knows it: the server
/// looks through all open sessions of a user at each call, and answers 429 after five wrong passwords in five minutes.
/// </summary>
internal sealed class TrytonLogin(TrytonOptions options) : ITokenSource
{
    public string Account { get; } = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<string?[]>(
        ["tryton", options.BaseUrl!.AbsoluteUri, options.Database, options.User, options.Password!.Reveal()])));

    public async Task<AccessToken> FetchAsync(ConnectorServices services, CancellationToken cancellationToken)
    {
        var call = new TrytonCall(options, "common.db.login", [options.User, new { password = options.Password!.Reveal() }]);
        var answer = await call.SendAsync(services, services.Http, isRead: false, cancellationToken);
        if (answer.Status == System.Net.HttpStatusCode.TooManyRequests)
            throw new TransientException($"{answer.What}: Tryton takes no more log-ins of this user for some minutes, after wrong passwords. Check User and Password.", answer.RetryAfter);
        if (answer.Status is System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.Forbidden)
            throw new AccessException($"{answer.What}: Tryton refuses the log-in. Check User and Password, and that the user is active.");
        var result = call.ResultOf(answer);
        if (result.ValueKind != JsonValueKind.Array || result.GetArrayLength() != 2 || !result[0].TryGetInt64(out var user) || result[1].ValueKind != JsonValueKind.String)
            throw new ProtocolException($"{answer.What}: the answer is no session. Check BaseUrl and Database, and that the log-in needs nothing but a password.");
        var session = $"{options.User}:{user}:{result[1].GetString()}";
        return new AccessToken("Session", new Secret(Convert.ToBase64String(Encoding.UTF8.GetBytes(session))), Lifetime: null);
    }
}
