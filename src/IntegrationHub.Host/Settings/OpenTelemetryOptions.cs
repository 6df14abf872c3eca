using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Host.Settings;

/// <summary>Where metrics and traces go, by OTLP over gRPC.</summary>
internal sealed class OpenTelemetryOptions : IValidatableObject
{
    /// <summary>The collector: <c>http://localhost:4317</c>. Left out: nothing is exported.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>What this hub is called there.</summary>
    [Required]
    public string ServiceName { get; set; } = "integration-hub";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint is { IsAbsoluteUri: false })
            yield return new ValidationResult($"must be an address such as http://localhost:4317, was '{Endpoint}'", [nameof(Endpoint)]);
    }
}
