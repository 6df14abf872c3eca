using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Core.Connectors.Http;

/// <summary>How a connection speaks HTTP: waits, limits, proxy and TLS.</summary>
public sealed class ConnectionHttpOptions : IValidatableObject
{
    /// <summary>So long may an answer take to begin, in seconds.</summary>
    [Range(1, 3600)]
    public int AttemptSeconds { get; set; } = 60;

    /// <summary>A read that fails or meets somebody busy is tried so many times more, with growing waits. Writes are never repeated here.</summary>
    [Range(0, 10)]
    public int ReadRetries { get; set; } = 3;

    /// <summary>Asked to wait longer than this, in seconds, the run ends and the next one comes later.</summary>
    [Range(0, 3600)]
    public int LongestWaitSeconds { get; set; } = 30;

    /// <summary>An answer of which nothing more comes for so long, in seconds, is given up.</summary>
    [Range(1, 3600)]
    public int StallSeconds { get; set; } = 60;

    /// <summary>An answer must be there whole after so many seconds of waiting for it.</summary>
    [Range(1, 86_400)]
    public int AnswerSeconds { get; set; } = 600;

    /// <summary>A larger answer is given up, in megabytes: counted as it comes out of decompression.</summary>
    [Range(1, 2047)]
    public int MostMegabytes { get; set; } = 64;

    /// <summary>When to leave the other side alone for a while.</summary>
    public BreakerOptions Breaker { get; set; } = new();

    /// <summary>Hosts that requests may go to besides those the Options name: <c>files.example.com</c>, <c>api.example.com:8443</c>, <c>*.example.com</c>.</summary>
    public List<string> AllowedHosts { get; set; } = [];

    /// <summary>The proxy to go through. Left out: what the environment says (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c>).</summary>
    public ProxyOptions? Proxy { get; set; }

    /// <summary>What is asked of encrypted connections.</summary>
    public TlsOptions Tls { get; set; } = new();

    /// <summary>What the hub shows to servers that ask for a certificate (mTLS); besides whatever Auth says.</summary>
    public ClientCertificateOptions? ClientCertificate { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var host in AllowedHosts)
            if (!Uri.TryCreate($"https://{host.Replace("*.", "any.", StringComparison.Ordinal)}", UriKind.Absolute, out var address) || address.PathAndQuery != "/" || address.UserInfo != "" || host.LastIndexOf('*') > 0)
                yield return new($"'{host}' is no host; write it as api.example.com, api.example.com:8443 or *.example.com", [nameof(AllowedHosts)]);
    }
}

/// <summary>The circuit breaker of a connection, shared by all its jobs.</summary>
public sealed class BreakerOptions
{
    /// <summary>When more than this share of the requests find nobody there, nothing is sent for a while; 0: never.</summary>
    [Range(0, 100)]
    public int Percent { get; set; } = 50;

    /// <summary>Of at least so many requests.</summary>
    [Range(2, 100_000)]
    public int AtLeast { get; set; } = 20;

    /// <summary>Within so many seconds.</summary>
    [Range(1, 3600)]
    public int WithinSeconds { get; set; } = 30;

    /// <summary>For so many seconds; then one request tries.</summary>
    [Range(1, 3600)]
    public int BreakSeconds { get; set; } = 30;
}

/// <summary>A proxy.</summary>
public sealed class ProxyOptions : IValidatableObject
{
    /// <summary>Where it is: <c>http://proxy.example.com:3128</c>.</summary>
    [Required]
    public Uri? Address { get; set; }

    /// <summary>Who we are to it.</summary>
    public string? User { get; set; }

    /// <summary>The user's password.</summary>
    public Sdk.Secret? Password { get; set; }

    /// <summary>Hosts that are reached without it: <c>erp.corp.example</c>, <c>*.corp.example</c>.</summary>
    public List<string> Bypass { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Address is not null and not { IsAbsoluteUri: true, Scheme: "http" or "https" or "socks5", UserInfo: "" })
            yield return new("must be an address such as http://proxy.example.com:3128, without user", [nameof(Address)]);
        if (Password is not null && string.IsNullOrEmpty(User))
            yield return new("is needed for a Password", [nameof(User)]);
    }
}
