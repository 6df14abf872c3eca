using System.CommandLine;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub sync</c>: reads what is new at a source, here and now.</summary>
internal static class SyncVerb
{
    private static readonly Argument<string[]> Name = new("sync") { Description = "Connection and entity: northwind/Orders.", Arity = ArgumentArity.ZeroOrMore };   // more than one is answered below, with what to do
    private static readonly Option<bool> All = new("--all") { Description = "All syncs of the settings, parents first." };

    internal static Command Create() => Verb.Named("sync", "Reads what is new at a source, from where the last run ended.", Name, All).Does(async (parsed, terminal, cancellationToken) =>
    {
        var (names, all) = (parsed.GetValue(Name) ?? [], parsed.GetValue(All));
        if (names.Length > 1)
            throw new UsageException("One sync at a time, as in: hub sync northwind/Orders; or all of the settings, parents first: hub sync --all");
        if (names.Length == 0 != all)
            throw new UsageException("Say which sync, as in: hub sync northwind/Orders; or: hub sync --all");
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        var work = hub.GetRequiredService<HubWork>();
        var outcomes = new List<Outcome>();
        foreach (var sync in all ? work.Syncs : [Parse(names[0])])
            outcomes.Add(await Outcome.OfAsync(terminal, sync.ToString(), progress => work.SyncAsync(sync, progress, cancellationToken)));
        return Outcome.Tell(terminal, outcomes);
    });

    internal static SyncKey Parse(string name)
    {
        try
        {
            return SyncKey.Parse(name);
        }
        catch (FormatException wrong)
        {
            throw new UsageException(wrong.Message);
        }
    }
}
