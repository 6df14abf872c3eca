using IntegrationHub.TestKit;

namespace IntegrationHub.Faults.Erps;

/// <summary>The outside system of a world: what it answers, and how the hub is set up to read it.</summary>
internal interface IErp
{
    /// <summary>The connector's id.</summary>
    string Connector { get; }

    /// <summary>Records are only added.</summary>
    bool OnlyAdds { get; }

    LivingTable Table { get; }

    /// <summary>The connector's options, by their place below <c>Options</c>.</summary>
    Dictionary<string, string?> Options(Uri server);

    /// <summary>An answer that is right.</summary>
    ServerAnswer Answer(ServerRequest request);
}
