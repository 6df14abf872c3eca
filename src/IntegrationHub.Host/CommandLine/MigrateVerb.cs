using System.CommandLine;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub migrate</c></summary>
internal static class MigrateVerb
{
    internal static Command Create() => Verb.Named("migrate", "Brings the database to this version of the hub.").Does(async (_, terminal, cancellationToken) =>
    {
        await using var session = HubSession.Read(quiet: true);
        await session.OpenStorageAsync(cancellationToken);
        var applied = await new Migrator(session.Database).ApplyAsync(cancellationToken);
        terminal.Answer(new { applied = applied.Select(migration => migration.Name) }, () =>
        {
            foreach (var migration in applied)
                terminal.Say($"Applied {migration.Name}.");
            if (applied.Count == 0)
                terminal.Say("The database is up to date.");
        });
        return ExitCode.Ok;
    });
}
