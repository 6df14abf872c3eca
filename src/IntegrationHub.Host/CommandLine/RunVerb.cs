using System.CommandLine;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Host.Web;
using Microsoft.AspNetCore.Connections;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub run</c>: the host.</summary>
internal static class RunVerb
{
    private static readonly Option<bool> Sample = new("--sample") { Description = "Also start the demo CRM and run the sample syncs at once." };
    private static readonly Option<int?> Port = new("--port") { Description = "Listen on this port of the loopback address instead of the one in the settings; 0 takes a free one." };
    private static readonly Option<bool> ResetAdmin = new("--reset-admin") { Description = "Give the login 'admin' a new password and print it." };

    internal static Command Create() => Verb.Named("run", "Runs the hub: jobs, pages, API. Ctrl-C stops it cleanly, with exit code 0.", Sample, Port, ResetAdmin).Does(RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var session = await HubSession.OpenAsync(quiet: false, cancellationToken);
        var addresses = parsed.GetValue(Port) is { } port ? [$"http://127.0.0.1:{port}"] : session.Settings.Web.Addresses;
        await using var app = HubWeb.Build(session, addresses, _ => { });
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new UsageException($"{string.Join(", ", addresses)} is taken by another program. Choose another port with --port, or with Web:Port in appsettings.json.");
        }

        terminal.Say($"IntegrationHub listens on {app.Urls.First()}");
        if (await FirstAdmin.EnsureAsync(session.Database, parsed.GetValue(ResetAdmin), cancellationToken) is { } password)
            terminal.Say($"Sign in as {FirstAdmin.Name} with the password {password} (shown this once).");
        await WaitForEndAsync(cancellationToken);
        terminal.Say("Stopping.");
        await app.StopAsync(CancellationToken.None);
        return ExitCode.Ok;
    }

    private static async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(ended.SetResult);
        await ended.Task;
    }
}
