using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using System.Text;
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
public sealed class RestAuthOptions : IValidatableObject
{
    public RestAuth Kind { get; set; } = RestAuth.None;

    /// <summary>Token, key or password.</summary>
    public Secret? Secret { get; set; }

    /// <summary>For <see cref="RestAuth.ApiKey"/>: the header's name.</summary>
    [Required]
    public string Header { get; set; } = "X-Api-Key";

    /// <summary>For <see cref="RestAuth.Basic"/>: the user's name.</summary>
    public string? User { get; set; }

    /// <summary>Puts what proves who we are into a request.</summary>
    internal void Apply(HttpRequestHeaders headers)
    {
        var secret = Secret?.Reveal() ?? "";
        switch (Kind)
        {
            case RestAuth.Bearer:
                headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
                break;
            case RestAuth.ApiKey:
                headers.TryAddWithoutValidation(Header, secret);
                break;
            case RestAuth.Basic:
                headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{secret}")));
                break;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind != RestAuth.None && string.IsNullOrEmpty(Secret?.Reveal()))
            yield return new($"is needed for Kind {Kind}", [nameof(Secret)]);
        if (Kind == RestAuth.None && Secret is not null)
            yield return new("must be Bearer, ApiKey or Basic when there is a Secret", [nameof(Kind)]);
        if (Kind == RestAuth.Basic && string.IsNullOrEmpty(User))
            yield return new("is needed for Kind Basic", [nameof(User)]);
        if (Secret?.Reveal().Any(char.IsControl) == true)
            yield return new("holds a line break or another control character", [nameof(Secret)]);
    }
}
