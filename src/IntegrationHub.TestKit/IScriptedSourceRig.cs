namespace IntegrationHub.TestKit;

/// <summary>
/// A rig whose outside system is a <see cref="ScriptedServer"/> over a <see cref="LivingTable"/>: so a <see cref="ScriptedSourceContract"/> can let both go wrong. Its pages are
/// small. <see cref="ISourceRig.Keys"/> are the table's.
/// </summary>
public interface IScriptedSourceRig : ISourceRig
{
    /// <summary>What is in the outside system; filled when the server is started.</summary>
    LivingTable Table { get; }

    /// <summary>The server; there once <see cref="StartAsync"/> has run.</summary>
    ScriptedServer Server { get; }

    /// <summary>Called at least once before everything else; starts the server the first time. What it throws fails the fact.</summary>
    Task StartAsync();
}
