using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace IntegrationHub.Core.Settings;

/// <summary>Says where a setting stands: in which file or environment variable.</summary>
internal sealed class SettingsPlaces(IConfigurationRoot settings)
{
    private readonly string _mainFile = settings.Providers.OfType<FileConfigurationProvider>().FirstOrDefault()?.Source.Path ?? "settings";

    internal string Of(string path) => ProviderOf(path) switch
    {
        EnvironmentVariablesConfigurationProvider => $"environment variable {path.Replace(":", "__", StringComparison.Ordinal)}",
        FileConfigurationProvider file => $"{file.Source.Path} {path}",
        _ => $"{_mainFile} {path}",
    };

    internal bool IsEnvironment(string path) => ProviderOf(path) is EnvironmentVariablesConfigurationProvider;

    /// <summary>The last provider wins, as when values are read.</summary>
    private IConfigurationProvider? ProviderOf(string path) => settings.Providers.Reverse().FirstOrDefault(provider =>
        provider.TryGet(path, out _) || provider.GetChildKeys([], path).Any());
}
