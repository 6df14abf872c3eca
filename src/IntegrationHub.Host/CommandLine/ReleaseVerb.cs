using System.CommandLine;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub release</c>: lets deletes through that the brake holds.</summary>
internal static class ReleaseVerb
{
    private static readonly Argument<string?> Name = new("sync") { Description = "Connection and entity: northwind/Orders. Left out: shows what is held.", Arity = ArgumentArity.ZeroOrOne };

    internal static Command Create() => Verb.Named("release", "Deletes what a key pass found missing and the brake holds.", Name).Does(async (parsed, terminal, cancellationToken) =>
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        if (parsed.GetValue(Name) is not { } name)
            return await ListAsync(hub.GetRequiredService<HeldDeletes>(), terminal, cancellationToken);
        var (sync, work) = (SyncVerb.Parse(name), hub.GetRequiredService<HubWork>());
        return Outcome.Tell(terminal, [await Outcome.OfAsync(terminal, name, progress => work.ReleaseDeletesAsync(sync, seenAt: null, Audit.Shell, progress, cancellationToken))]);
    });

    private static async Task<int> ListAsync(HeldDeletes deletes, Terminal terminal, CancellationToken cancellationToken)
    {
        var held = await deletes.ListAsync(cancellationToken);
        terminal.Answer(held.Select(one => new { Sync = one.Sync.ToString(), one.Missing, one.Living, one.SeenAt, one.HeldAt }), () => terminal.Table(["Sync", "Gone", "Of", "Since"],
            held.Select(one => (IReadOnlyList<string>)[one.Sync.ToString(), $"{one.Missing}", $"{one.Living}", $"{one.HeldAt:u}"])));
        return ExitCode.Ok;
    }
}
