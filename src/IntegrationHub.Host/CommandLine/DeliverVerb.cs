using System.CommandLine;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub deliver</c>: sends what is due to a target, here and now.</summary>
internal static class DeliverVerb
{
    private static readonly Argument<string?> Name = new("target") { Description = "The connection: demo-crm.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> All = new("--all") { Description = "All targets of the settings." };

    internal static Command Create() => Verb.Named("deliver", "Sends what is due to a target.", Name, All).Does(async (parsed, terminal, cancellationToken) =>
    {
        var (name, all) = (parsed.GetValue(Name), parsed.GetValue(All));
        if (name is null != all)
            throw new UsageException("Say which target, as in: hub deliver demo-crm; or: hub deliver --all");
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        var work = hub.GetRequiredService<HubWork>();
        var outcomes = new List<Outcome>();
        foreach (var target in all ? work.Targets : [name!])
            outcomes.Add(await Outcome.OfAsync(terminal, target, progress => work.DeliverAsync(target, progress, cancellationToken)));
        var held = (await hub.GetRequiredService<HeldDeliveries>().ListAsync(cancellationToken)).Where(one => all || one.Target == name).ToList();
        foreach (var one in held)
            await Console.Error.WriteLineAsync($"{one.Target}: {one.Records} {(one.Kind == HeldDeliveries.Deletes ? "deletes" : "records")} are held, more than the {one.Most} that may leave unasked. Look with: hub plan {one.Target}; let them leave with: hub release {one.Target}");
        return Math.Max(Outcome.Tell(terminal, outcomes), held.Count > 0 ? ExitCode.Incomplete : ExitCode.Ok);
    });
}
