namespace IntegrationHub.Connectors.Rest;

/// <summary>Settings that contradict each other or cannot work, beyond what attributes say.</summary>
internal static class RestSetup
{
    public static IEnumerable<string> Problems(RestOptions options)
    {
        if (options.BaseUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
            yield return "BaseUrl: must be an address such as https://crm.example.com, without user, '?' or '#'";
        if (!options.CheckPath.StartsWith('/'))
            yield return "CheckPath: must begin with '/'";
        var auth = options.Auth;
        if (auth.Kind != RestAuth.None && string.IsNullOrEmpty(auth.Secret?.Reveal()))
            yield return $"Auth:Secret: is needed for Auth:Kind {auth.Kind}";
        if (auth.Kind == RestAuth.None && auth.Secret is not null)
            yield return "Auth:Kind: must be Bearer, ApiKey or Basic when Auth:Secret is set";
        if (auth.Kind == RestAuth.Basic && string.IsNullOrEmpty(auth.User))
            yield return "Auth:User: is needed for Auth:Kind Basic";
        if (auth.Secret?.Reveal().Any(char.IsControl) == true)
            yield return "Auth:Secret: holds a line break or another control character";
    }
}
