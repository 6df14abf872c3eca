using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Host.Settings;

/// <summary>Where pages and API are served.</summary>
internal sealed class WebOptions : IValidatableObject
{
    /// <summary>The port on this machine's loopback address; 0 takes a free one.</summary>
    [Range(0, 65_535)]
    public int Port { get; set; } = 8484;

    /// <summary>Addresses to listen on instead of <see cref="Port"/>: <c>http://0.0.0.0:8484</c>. Put a proxy with TLS before any that is not loopback.</summary>
    public List<string> Urls { get; set; } = [];

    /// <summary>True behind a reverse proxy on this machine: its X-Forwarded-For and X-Forwarded-Proto are believed.</summary>
    public bool BehindProxy { get; set; }

    internal IReadOnlyList<string> Addresses => Urls.Count > 0 ? Urls : [$"http://127.0.0.1:{Port}"];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var url in Urls)
            if (!Uri.TryCreate(url.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out var address)
                || address.Scheme != Uri.UriSchemeHttp)
                yield return new ValidationResult($"must be addresses such as http://127.0.0.1:8484, has '{url}'", [nameof(Urls)]);
    }
}
