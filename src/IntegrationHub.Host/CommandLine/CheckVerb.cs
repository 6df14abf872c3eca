using System.CommandLine;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub check</c>: settings, mappings, database and every connection.</summary>
internal static class CheckVerb
{
    private sealed record Checked(string What, bool Good, string? Problem);

    internal static Command Create() => Verb.Named("check", "Checks settings and mappings, then reaches the database and every connection. Exit code 1 when something fails.")
        .Does(async (_, terminal, cancellationToken) =>
        {
            await using var session = HubSession.Read(quiet: true);
            List<Checked> results = [new("settings", true, null), CasesOf(session)];
            results.Add(await TryAsync("database", () => session.OpenStorageAsync(cancellationToken)));
            foreach (var connection in session.Catalog.Connections.Keys.Order(StringComparer.Ordinal))
                results.Add(await TryAsync($"connection {connection}", () => session.Catalog.CheckAsync(connection, cancellationToken)));

            terminal.Answer(new { good = results.TrueForAll(result => result.Good), checks = results }, () =>
            {
                foreach (var result in results)
                    terminal.Say($"{(result.Good ? "good  " : "FAILED")}  {result.What}{(result.Problem is null ? "" : $": {result.Problem}")}");
            });
            return results.TrueForAll(result => result.Good) ? ExitCode.Ok : ExitCode.Incomplete;
        });

    private static Checked CasesOf(HubSession session)
    {
        var cases = MappingCases.Run(session.Mappings);
        return new Checked($"mappings ({cases.Count} cases)", cases.Failures.Count == 0, cases.Failures.Count == 0 ? null : string.Join(Environment.NewLine, cases.Failures));
    }

    private static async Task<Checked> TryAsync(string what, Func<Task> check)
    {
        try
        {
            await check();
            return new Checked(what, true, null);
        }
        catch (Exception failed) when (failed is ConnectorException or Core.Store.StoreSetupException)
        {
            return new Checked(what, false, failed.Message);
        }
    }
}
