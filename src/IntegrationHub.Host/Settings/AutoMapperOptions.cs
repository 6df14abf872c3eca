using IntegrationHub.Sdk;

namespace IntegrationHub.Host.Settings;

/// <summary>AutoMapper is RPL-1.5 or commercial; see the README.</summary>
internal sealed class AutoMapperOptions
{
    /// <summary>The key of a commercial licence, when there is one.</summary>
    public Secret? LicenseKey { get; set; }
}
