using System.CommandLine;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub user key</c>: keys for programs.</summary>
internal static class KeyVerb
{
    internal static Command Create() => Verb.Named("key", "Adds, lists and revokes API keys.", Add(), List(), Revoke());

    private static Command Add()
    {
        var title = new Argument<string>("title") { Description = "What the key is for." };
        var role = UserVerb.RoleOption();
        return Verb.Named("add", "Makes a key and prints it, this once.", title, role).Does(async (parsed, terminal, cancellationToken) =>
        {
            await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
            var key = await new ApiKeys(session.Database).AddAsync(parsed.GetRequiredValue(title), parsed.GetRequiredValue(role), cancellationToken);
            await new Audit(session.Database).WriteAsync(Audit.Shell, "add key", parsed.GetRequiredValue(title), parsed.GetRequiredValue(role), cancellationToken);
            terminal.Answer(new { title = parsed.GetRequiredValue(title), key }, () => terminal.Say($"Key, shown this once: {key}"));
            return ExitCode.Ok;
        });
    }

    private static Command List() => Verb.Named("list", "Lists the keys, without the keys themselves.").Does(async (_, terminal, cancellationToken) =>
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        var keys = await new ApiKeys(session.Database).ListAsync(cancellationToken);
        terminal.Answer(keys, () => terminal.Table(
            ["No", "Title", "Role", "Since", "Revoked"],
            keys.Select(key => (IReadOnlyList<string>)[$"{key.No}", key.Title, key.Role, $"{key.CreatedAt:yyyy-MM-dd}", key.RevokedAt is { } at ? $"{at:yyyy-MM-dd}" : ""])));
        return ExitCode.Ok;
    });

    private static Command Revoke()
    {
        var no = new Argument<int>("no") { Description = "The key's number, as listed." };
        return Verb.Named("revoke", "Ends a key at once.", no).Does(async (parsed, terminal, cancellationToken) =>
        {
            await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
            if (!await new ApiKeys(session.Database).RevokeAsync(parsed.GetRequiredValue(no), cancellationToken))
                throw new UsageException($"There is no key {parsed.GetRequiredValue(no)}. See: hub user key list");
            await new Audit(session.Database).WriteAsync(Audit.Shell, "revoke key", $"{parsed.GetRequiredValue(no)}", detail: null, cancellationToken);
            terminal.Answer(new { no = parsed.GetRequiredValue(no), revoked = true }, () => terminal.Say($"Revoked key {parsed.GetRequiredValue(no)}."));
            return ExitCode.Ok;
        });
    }
}
