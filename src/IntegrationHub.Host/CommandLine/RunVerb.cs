using System.CommandLine;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Host.Telemetry;
using IntegrationHub.Host.Web;
using Microsoft.AspNetCore.Connections;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub run</c>: the host.</summary>
internal static class RunVerb
{
    private static readonly Option<bool> Sample = new("--sample") { Description = "Also start the demo CRM and run the sample syncs at once." };
    private static readonly Option<int?> Port = new("--port") { Description = "Listen on this port of the loopback address instead of the one in the settings; 0 takes a free one." };
    private static readonly Option<bool> ResetAdmin = new("--reset-admin") { Description = "Give the login 'admin' a new password and print it." };

    internal static Command Create() => Verb.Named("run", "Runs the hub: jobs, pages, API. Ctrl-C or SIGTERM stops it cleanly, with exit code 0.", Sample, Port, ResetAdmin).Does(RunAsync);

    private static async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        await using var session = await HubSession.OpenAsync(quiet: false, cancellationToken);
        await using var sample = parsed.GetValue(Sample) ? await SampleWorld.StartAsync(session, cancellationToken) : null;
        using var telemetry = HubTelemetry.Start(session.Settings.OpenTelemetry);
        var addresses = parsed.GetValue(Port) is { } port ? [$"http://127.0.0.1:{port}"] : session.Settings.Web.Addresses;
        await using var app = HubWeb.Build(session, addresses);
        await StartAsync(app, addresses, cancellationToken);
        try
        {
            await app.Services.GetRequiredService<IJobEngine>().ApplyAsync(HubJobs.Of(session.Catalog.Connections), cancellationToken);
            await HubJobs.ResumeReplaysAsync(app.Services, cancellationToken);
            await HubJobs.ResumeReceivedAsync(app.Services, cancellationToken);
            await HubJobs.ResumeReconcilesAsync(app.Services, cancellationToken);
            var address = app.Urls.First();
            terminal.Say($"IntegrationHub {HubVersion.Text} listens on {address}");
            if (await FirstAdmin.EnsureAsync(session.Database, parsed.GetValue(ResetAdmin), cancellationToken) is { } password)
                terminal.Say($"Sign in as {FirstAdmin.Name} with the password {password} (shown this once)");
            if (sample is not null)
            {
                terminal.Say($"The demo CRM is at {sample.Address}");
                var customer = await new FirstSync(app.Services).RunAsync(SampleWorld.Source, cancellationToken);
                terminal.Say($"ready: {address}/customers/{customer}");
            }
            await SourceWatch.RunAsync(app.Services, cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Say("Stopping.");
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
        return ExitCode.Ok;
    }

    private static async Task StartAsync(WebApplication app, IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new UsageException($"{string.Join(", ", addresses)} is taken by another program. Choose another port with --port, or with Web:Port in appsettings.json.");
        }
    }
}
