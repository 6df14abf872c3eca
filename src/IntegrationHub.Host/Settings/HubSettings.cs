using IntegrationHub.Core.Settings;
using Microsoft.Extensions.Configuration.Json;

namespace IntegrationHub.Host.Settings;

/// <summary>All settings but the connections, read and checked.</summary>
internal sealed class HubSettings
{
    internal const string File = "appsettings.json";

    /// <summary>Says to editors what the file may hold; nothing to the hub.</summary>
    internal const string Schema = "$schema";

    private static readonly string[] Sections = [Schema, nameof(Database), nameof(Web), nameof(OpenTelemetry), nameof(Mappings), nameof(AutoMapper), "Serilog", "Connections"];

    /// <summary>The folder that relative paths in the settings are meant from.</summary>
    public required string Folder { get; init; }

    public required IConfigurationRoot Configuration { get; init; }
    public required DatabaseOptions Database { get; init; }
    public required WebOptions Web { get; init; }
    public required OpenTelemetryOptions OpenTelemetry { get; init; }
    public required MappingsOptions Mappings { get; init; }
    public required AutoMapperOptions AutoMapper { get; init; }

    /// <summary>The current directory when it has an appsettings.json, else the folder of the binary.</summary>
    internal static string FindFolder() =>
        System.IO.File.Exists(Path.Combine(Directory.GetCurrentDirectory(), File)) ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory;

    /// <exception cref="SettingsException">The file is missing, or is no JSON.</exception>
    internal static IConfigurationRoot Load(string folder)
    {
        try
        {
            return new ConfigurationBuilder().SetBasePath(folder).AddJsonFile(File, optional: false).AddEnvironmentVariables().Build();
        }
        catch (FileNotFoundException)
        {
            throw new SettingsException([new SettingsProblem(File, $"is not in {folder}; start hub in the folder that has it")]);
        }
        catch (InvalidDataException broken)
        {
            throw new SettingsException([new SettingsProblem(File, $"is not JSON: {broken.InnerException?.InnerException?.Message ?? broken.InnerException?.Message ?? broken.Message}")]);
        }
    }

    /// <summary>Reads every section but the connections; what is wrong goes to the binder's problems.</summary>
    internal static HubSettings Read(string folder, IConfigurationRoot configuration, SettingsBinder binder)
    {
        // only of the file: the environment is full of names that are not ours
        foreach (var file in configuration.Providers.OfType<JsonConfigurationProvider>())
            foreach (var section in file.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase))
                if (!Sections.Contains(section, StringComparer.OrdinalIgnoreCase))
                    binder.Refuse(section, $"is not known{NearestName.Suggest(section, Sections)}");
        return new HubSettings
        {
            Folder = folder,
            Configuration = configuration,
            Database = binder.Bind<DatabaseOptions>(nameof(Database)),
            Web = binder.Bind<WebOptions>(nameof(Web)),
            OpenTelemetry = binder.Bind<OpenTelemetryOptions>(nameof(OpenTelemetry)),
            Mappings = binder.Bind<MappingsOptions>(nameof(Mappings)),
            AutoMapper = binder.Bind<AutoMapperOptions>(nameof(AutoMapper)),
        };
    }
}
