using System.CommandLine;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Host.Hosting;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub deletes</c>: looks for records that are gone at a source, here and now.</summary>
internal static class DeletesVerb
{
    private static readonly Argument<string> Name = new("sync") { Description = "Connection and entity: northwind/Orders." };

    internal static Command Create() => Verb.Named("deletes", "Lists all keys at a source and deletes what is gone there, as far as the brake lets it.", Name).Does(async (parsed, terminal, cancellationToken) =>
    {
        var sync = SyncVerb.Parse(parsed.GetRequiredValue(Name));
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        var work = hub.GetRequiredService<HubWork>();
        return Outcome.Tell(terminal, [await Outcome.OfAsync(terminal, sync.ToString(), progress => work.FindDeletedAsync(sync, progress, cancellationToken))]);
    });
}
