namespace IntegrationHub.Sdk;

/// <summary>
/// The entry of a connector assembly: says which sources, targets and converters it has. The hub makes one instance with the
/// parameterless constructor when it starts and calls <see cref="Register"/> once, before anything is opened.
/// It must not touch the network or the disk, and must not throw.
/// </summary>
public interface IConnector
{
    /// <summary>Names this connector's source, target and converters. Called once, from one thread.</summary>
    void Register(IConnectorRegistry registry);
}

/// <summary>What a connector can register. Implemented by the hub (and by the TestKit).</summary>
public interface IConnectorRegistry
{
    /// <summary>
    /// Registers a source. The id, the options type and the constructor are all a plugin says about itself.
    /// </summary>
    /// <param name="id">The connector's id as in its connector.yaml, e.g. <c>files</c>.</param>
    /// <param name="open">
    /// Makes a source from validated options. Called once per run, possibly from several threads for different runs.
    /// It must not do I/O; it may throw <see cref="SetupException"/> when options contradict each other.
    /// </param>
    void AddSource<TOptions>(string id, Func<TOptions, ConnectorServices, ISource> open) where TOptions : class, new();

    /// <summary>Registers a target; the same rules as for <see cref="AddSource{TOptions}"/>.</summary>
    void AddTarget<TOptions>(string id, Func<TOptions, ConnectorServices, ITarget> open) where TOptions : class, new();

    /// <summary>
    /// Registers what takes calls from outside; the same rules as for <see cref="AddSource{TOptions}"/>, but called once, when the hub starts. The options type is that of the
    /// connector's source or target, when it has one: they share the settings.
    /// </summary>
    void AddHook<TOptions>(string id, Func<TOptions, ConnectorServices, IHook> open) where TOptions : class, new();

    /// <summary>
    /// Adds a converter to the mapping language, for values that only this system writes. Once per converter; mappings of any
    /// connection may name it. What is wrong with it (a name that does not begin with the connector's id, or comes twice) stops the
    /// hub from starting, with a message; nothing is thrown here.
    /// </summary>
    void AddConverter(ConnectorConverter converter);
}
