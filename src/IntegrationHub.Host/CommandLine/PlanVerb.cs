using System.CommandLine;
using System.Globalization;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Delivery;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub plan</c>: what a delivery would do, without doing it.</summary>
internal static class PlanVerb
{
    private const int MostShown = 50;

    private static readonly Argument<string> Name = new("target") { Description = "The connection: crm." };
    private static readonly Option<string?> Entity = new("--entity") { Description = "Only this entity: order." };
    private static readonly Option<int> Sample = new("--sample") { Description = "Hold about so many records against the live target.", DefaultValueFactory = _ => 200 };
    private static readonly Option<bool> Whole = new("--whole") { Description = "Hold all of them against it." };

    internal static Command Create() => Verb.Named("plan",
        "Shows what delivering to a target would do: creates, updates, deletes, what waits or is refused, which fields change from what to what, how many calls and how long it takes. Sends nothing. Exit code 1 when something is refused or held.",
        Name, Entity, Sample, Whole).Does(async (parsed, terminal, cancellationToken) =>
    {
        var (name, entity) = (parsed.GetRequiredValue(Name), parsed.GetValue(Entity));
        if (entity is not null && !Entities.TryKindOf(entity, out _))
            throw new UsageException($"--entity '{entity}': there are {string.Join(", ", Entities.Names)}.");
        if (parsed.GetValue(Sample) < 0)
            throw new UsageException("--sample: a number from 0.");
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        var plan = await hub.GetRequiredService<PlanWork>().MakeAsync(
            name, new PlanWish(entity is null ? null : Entities.KindOf(entity), parsed.GetValue(Sample), parsed.GetValue(Whole)), progress: null, cancellationToken);
        var held = (await hub.GetRequiredService<HeldDeliveries>().ListAsync(cancellationToken)).Where(one => one.Target == name).ToList();
        terminal.Answer(new { Plan = plan, Held = held }, () => Tell(terminal, plan, held));
        return plan.Refused.Count > 0 || held.Count > 0 ? ExitCode.Incomplete : ExitCode.Ok;
    });

    private static void Tell(Terminal terminal, TargetPlan plan, IReadOnlyList<HeldDelivery> held)
    {
        if (plan.Entities.Count == 0)
        {
            terminal.Say($"Nothing is marked for {plan.Target}.");
            return;
        }

        terminal.Table(["Entity", "Object", "Create", "Update", "Delete", "Unchanged", "Left out", "Waiting", "Refused", "Calls"], plan.Entities.Select(one => (IReadOnlyList<string>)
            [one.Entity, one.Object, Number(one.Creates), Number(one.Updates), Number(one.Deletes), Number(one.Unchanged), Number(one.LeftOut), Number(one.Waiting), Number(one.Refused), Number(one.Calls)]));
        foreach (var cause in plan.Refused)
            terminal.Say($"Refused: {Number(cause.Records)} {cause.Entity}: {cause.Cause} (first: {cause.FirstKey})");
        foreach (var cause in plan.Waiting)
            terminal.Say($"Waiting: {Number(cause.Records)} {cause.Entity}: {cause.Cause} (first: {cause.FirstKey})");
        terminal.Say(plan.Live switch
        {
            LiveLook.Asked => $"{Number(plan.Compared)} records held against {plan.Target} as it is now.",
            LiveLook.CannotShow => $"The connector of {plan.Target} cannot show what is there: below stands what the hub would send.",
            _ => $"{plan.Target} could not be asked: {plan.Problem} Below stands what the hub would send.",
        });
        if (plan.Fields.Count > 0)
            terminal.Table(["Entity", "Field", "Changes in"], plan.Fields.Select(field => (IReadOnlyList<string>)[field.Entity, field.Field, Number(field.Records)]));
        if (plan.Records.Count > 0)
            terminal.Table(["Record", "What", "Field", "Now", "Then"], plan.Records.Take(MostShown).SelectMany(Rows));
        if (plan.Records.Count > MostShown)
            terminal.Say($"{plan.Records.Count - MostShown} more in --json.");
        TellForecast(terminal, plan.Forecast);
        foreach (var one in held)
            terminal.Say($"HELD: {Number(one.Records)} {(one.Kind == HeldDeliveries.Deletes ? "deletes" : "records")}, more than the {Number(one.Most)} that may leave unasked, since {Time(one.HeldAt)}. An engineer or admin lets them leave: hub release {one.Target}");
    }

    private static void TellForecast(Terminal terminal, DeliveryForecast forecast)
    {
        if (forecast.Records == 0)
            return;
        var pace = forecast.PerSecond is { } perSecond ? $", {perSecond.ToString("0.#", CultureInfo.InvariantCulture)} a second" : "";
        terminal.Say($"{Number(forecast.Records)} records in at least {Number(forecast.Calls)} calls{pace}: {(forecast.DoneAt is { } done ? $"done about {Time(done)}" : "how long that takes shows once some were delivered")}.");
        if (forecast.CallsLeft is { } left)
            terminal.Say(forecast.ExhaustedAt is { } at
                ? $"The account has {Number(left)} calls left: they run out about {Time(at)}; counted anew at {Time(forecast.ResetsAt!.Value)}."
                : $"The account has {Number(left)} calls left: enough.");
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(PlannedRecord record)
    {
        if (record.Fields.Count == 0)
            yield return [record.Key, WordOf(record.Change), "", "", ""];
        for (var at = 0; at < record.Fields.Count; at++)
            yield return [at == 0 ? record.Key : "", at == 0 ? WordOf(record.Change) : "", record.Fields[at].Name, record.Fields[at].From ?? "–", record.Fields[at].To ?? "–"];
    }

    private static string WordOf(PlannedChange change) => change switch
    {
        PlannedChange.Create => "create",
        PlannedChange.Update => "update",
        PlannedChange.Delete => "delete",
        PlannedChange.Nothing => "shown already",
        PlannedChange.Found => "update (found by its key)",
        _ => "gone over there",
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
}
