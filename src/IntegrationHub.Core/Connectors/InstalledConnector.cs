using IntegrationHub.Sdk;

namespace IntegrationHub.Core.Connectors;

/// <summary>One connector: its source, its target, and the options each takes.</summary>
public sealed class InstalledConnector(string id, string title) : IConnectorRegistry
{
    private readonly List<ConnectorConverter> converters = [];

    public string Id { get; } = id;
    public string Title { get; } = title;
    public bool HasSource => Source is not null;
    public bool HasTarget => Target is not null;

    /// <summary>The folder of the mappings that came with it; null when it has none.</summary>
    public string? MappingsFolder { get; private set; }

    /// <summary>What it adds to the mapping language.</summary>
    public IReadOnlyList<ConnectorConverter> Converters => converters;

    /// <summary>The options classes of its sides; one when both take the same.</summary>
    public IReadOnlyList<Type> OptionsTypes => [.. new[] { Source?.Options, Target?.Options, Hook?.Options }.OfType<Type>().Distinct()];

    internal Opening<ISource>? Source { get; private set; }
    internal Opening<ITarget>? Target { get; private set; }
    internal Opening<IHook>? Hook { get; private set; }
    internal string Place { get; private set; } = id;

    /// <summary>Ids it registered that are not its own.</summary>
    internal List<string> Strangers { get; } = [];

    /// <summary>Converters whose names are not its own, or come twice.</summary>
    internal List<string> StrayConverters { get; } = [];

    internal InstalledConnector At(string place, string? mappingsFolder)
    {
        (Place, MappingsFolder) = (place, mappingsFolder);
        return this;
    }

    void IConnectorRegistry.AddSource<TOptions>(string id, Func<TOptions, ConnectorServices, ISource> open)
    {
        if (IsMine(id))
            Source = new(typeof(TOptions), (options, services) => open((TOptions)options, services));
    }

    void IConnectorRegistry.AddTarget<TOptions>(string id, Func<TOptions, ConnectorServices, ITarget> open)
    {
        if (IsMine(id))
            Target = new(typeof(TOptions), (options, services) => open((TOptions)options, services));
    }

    void IConnectorRegistry.AddHook<TOptions>(string id, Func<TOptions, ConnectorServices, IHook> open)
    {
        if (IsMine(id))
            Hook = new(typeof(TOptions), (options, services) => open((TOptions)options, services));
    }

    void IConnectorRegistry.AddConverter(ConnectorConverter converter)
    {
        if (converter.Name.StartsWith($"{Id}-", StringComparison.Ordinal) && converters.All(other => other.Name != converter.Name))
            converters.Add(converter);
        else
            StrayConverters.Add(converter.Name);
    }

    private bool IsMine(string id)
    {
        if (id == Id)
            return true;
        Strangers.Add(id);
        return false;
    }
}

/// <summary>How to open one side of a connector.</summary>
internal sealed record Opening<T>(Type Options, Func<object, ConnectorServices, T> Open);
