using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Rest;

/// <summary>How requests are authorized.</summary>
public enum RestAuth
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary><c>Authorization: Bearer</c> with the secret.</summary>
    Bearer,

    /// <summary>The secret in a header of the API's own.</summary>
    ApiKey,

    /// <summary><c>Authorization: Basic</c> with user and secret.</summary>
    Basic,
}

/// <summary>Kind of authorization, and what goes with it.</summary>
public sealed class RestAuthOptions
{
    public RestAuth Kind { get; set; } = RestAuth.None;

    /// <summary>Token, key or password.</summary>
    public Secret? Secret { get; set; }

    /// <summary>For <see cref="RestAuth.ApiKey"/>: the header's name.</summary>
    public string Header { get; set; } = "X-Api-Key";

    /// <summary>For <see cref="RestAuth.Basic"/>: the user's name.</summary>
    public string? User { get; set; }
}
