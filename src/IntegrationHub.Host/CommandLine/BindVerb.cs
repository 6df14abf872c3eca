using System.CommandLine;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Store;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub bind</c>: says which record of a target one of ours is.</summary>
internal static class BindVerb
{
    private static readonly Argument<string> Target = new("target") { Description = "The connection that is delivered to: demo-crm." };
    private static readonly Argument<string> Record = new("record") { Description = "Our record: northwind/customer/ALFKI." };
    private static readonly Argument<string?> RemoteId = new("id") { Description = "The target's own id for it.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> New = new("--new") { Description = "Nothing over there is this record: have a new one made." };

    internal static Command Create() => Verb.Named("bind", "Says which record of a target one of ours is, and delivers it there next.", Target, Record, RemoteId, New).Does(async (parsed, terminal, cancellationToken) =>
    {
        var (target, record, id, isNew) = (parsed.GetRequiredValue(Target), parsed.GetRequiredValue(Record), parsed.GetValue(RemoteId), parsed.GetValue(New));
        if (id is null != isNew)
            throw new UsageException("Say the target's id, as in: hub bind demo-crm northwind/customer/ALFKI ACC-000001; or --new");
        if (!RecordKey.TryParse(record, out var key))
            throw new UsageException($"'{record}' is no record; it is written system/entity/id, as in northwind/customer/ALFKI");
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        await using var hub = HubServices.ForVerb(session);
        if (!hub.GetRequiredService<HubWork>().Targets.Contains(target))
            throw new UsageException($"There is no target '{target}'. Targets are: {string.Join(", ", hub.GetRequiredService<HubWork>().Targets)}");
        try
        {
            await hub.GetRequiredService<Bindings>().BindAsync(target, key, id, Audit.Shell, cancellationToken);
        }
        catch (BindingException cannot)
        {
            throw new UsageException(cannot.Message);
        }

        terminal.Answer(new { target, record, id }, () => terminal.Say(id is null ? $"{record} will be made anew at {target}." : $"{record} is {id} at {target}, and is delivered there next."));
        return ExitCode.Ok;
    });
}
