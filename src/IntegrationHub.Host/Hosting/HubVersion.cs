using System.Reflection;

namespace IntegrationHub.Host.Hosting;

/// <summary>The version this binary was built as.</summary>
internal static class HubVersion
{
    /// <summary>Without the commit: <c>0.1.0</c>.</summary>
    internal static string Text { get; } =
        typeof(HubVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
