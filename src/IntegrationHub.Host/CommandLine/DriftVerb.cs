using System.CommandLine;
using System.Globalization;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub drift</c>: what was edited at a target since it was delivered.</summary>
internal static class DriftVerb
{
    private const int MostShown = 50;

    private static readonly Argument<string> Name = new("target") { Description = "The connection: crm." };
    private static readonly Option<string?> Entity = new("--entity") { Description = "Only this entity: order." };
    private static readonly Option<bool> Restore = new("--restore") { Description = "Have it put back: what was edited is delivered again, whole; what was deleted is treated as Deliver:WhenGone says, where the connector knows records by id, and made again elsewhere." };

    internal static Command Create() => Verb.Named("drift",
        "Reads what a target shows and holds it against what was delivered: which fields somebody edited over there, and what was deleted. Names fields and keys, no values. Exit code 1 when something differs and is not put back.",
        Name, Entity, Restore).Does(async (parsed, terminal, cancellationToken) =>
    {
        var (name, entity, restore) = (parsed.GetRequiredValue(Name), parsed.GetValue(Entity), parsed.GetValue(Restore));
        if (entity is not null && !Entities.TryKindOf(entity, out _))
            throw new UsageException($"--entity '{entity}': there are {string.Join(", ", Entities.Names)}.");
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        var report = await hub.GetRequiredService<DriftWork>().LookAsync(name, entity is null ? null : Entities.KindOf(entity), restore ? Audit.Shell : null, cancellationToken);
        terminal.Answer(report, () => Tell(terminal, report));
        return report.Drifted > 0 && !restore ? ExitCode.Incomplete : ExitCode.Ok;
    });

    private static void Tell(Terminal terminal, DriftReport report)
    {
        terminal.Table(["Entity", "Object", "Compared", "Edited", "Gone"], report.Entities.Select(one => (IReadOnlyList<string>)
            [one.Entity, one.Object, Number(one.Compared), Number(one.Edited), Number(one.Gone)]));
        if (report.Drifted == 0)
        {
            terminal.Say($"{report.Target} shows all of it as it was delivered.");
            return;
        }

        if (report.Fields.Count > 0)
            terminal.Table(["Entity", "Field", "Edited in"], report.Fields.Select(field => (IReadOnlyList<string>)[field.Entity, field.Field, Number(field.Records)]));
        terminal.Table(["Record", "Over there", "What"], report.Records.Take(MostShown).Select(record => (IReadOnlyList<string>)[record.Key, record.RemoteId, record.IsGone ? "gone" : string.Join(", ", record.Fields)]));
        if (report.Drifted > MostShown)
            terminal.Say($"{Number(report.Drifted - MostShown)} more; the first thousand are in --json.");
        terminal.Say(report.Restoring ? $"{Number(report.Drifted)} records are delivered again." : $"Have it put back with: hub drift {report.Target} --restore");
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
