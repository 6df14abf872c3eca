using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Preview;
using IntegrationHub.Core.Settings;
using IntegrationHub.Core.Store;
using IntegrationHub.Sdk;
using Npgsql;

namespace IntegrationHub.Host.CommandLine;

/// <summary>What stopped a verb, in sentences, with its exit code.</summary>
internal sealed record Failure(int ExitCode, IReadOnlyList<string> Sentences)
{
    /// <summary>Null for what nobody foresaw: a bug, to be shown with its stack trace.</summary>
    internal static Failure? Of(Exception exception) => exception switch
    {
        SettingsException settings => new(CommandLine.ExitCode.Settings, [.. settings.Problems.Select(problem => problem.ToString())]),
        MappingException mapping => new(CommandLine.ExitCode.Settings, [.. mapping.Lints.Select(lint => lint.ToString())]),
        UnmaskableException unmaskable => new(CommandLine.ExitCode.Incomplete, [unmaskable.Message]),
        UsageException usage => new(CommandLine.ExitCode.Settings, [usage.Message]),
        SetupException setup => new(CommandLine.ExitCode.Settings, [setup.Message]),
        StoreSetupException store => new(CommandLine.ExitCode.Database, [store.Message]),
        NpgsqlException database => new(CommandLine.ExitCode.Database, [$"The database failed: {database.Message}"]),
        ConnectorException other => new(CommandLine.ExitCode.OtherSide, [other.Message]),
        ReplayStoppedException stopped => new(CommandLine.ExitCode.Incomplete, [stopped.Message]),
        DeletesHeldException held => new(CommandLine.ExitCode.Incomplete, [held.Message]),
        SyncOvertakenException overtaken => new(CommandLine.ExitCode.Incomplete, [overtaken.Message]),
        OperationCanceledException => new(CommandLine.ExitCode.Interrupted, ["Interrupted."]),
        _ => null,
    };
}

/// <summary>The command line asks for what cannot be done. The message says what can.</summary>
internal sealed class UsageException(string message) : Exception(message);
