using System.CommandLine;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub user</c>: who may sign in.</summary>
internal static class UserVerb
{
    private static readonly Argument<string> Name = new("name") { Description = "The login's name." };
    private static readonly Option<bool> FromStandardInput = new("--password-stdin") { Description = "Read the password from standard input; left out, the hub makes one and prints it once." };

    internal static Command Create() => Verb.Named("user", "Adds, lists and changes logins and API keys.", Add(), List(), Role(), Password(), Disable(), KeyVerb.Create());

    private static Command List() => Verb.Named("list", "Lists the logins.").Does(async (_, terminal, cancellationToken) =>
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        var logins = await new Logins(session.Database).ListAsync(cancellationToken);
        terminal.Answer(logins.Select(login => new { login.Name, login.Role, login.CreatedAt, login.DisabledAt }), () => terminal.Table(
            ["Name", "Role", "Since", "Disabled"],
            logins.Select(login => (IReadOnlyList<string>)[login.Name, login.Role, $"{login.CreatedAt:yyyy-MM-dd}", login.DisabledAt is { } at ? $"{at:yyyy-MM-dd}" : ""])));
        return ExitCode.Ok;
    });

    private static Command Add()
    {
        var role = RoleOption();
        return Verb.Named("add", "Adds a login.", Name, role, FromStandardInput).Does(async (parsed, terminal, cancellationToken) =>
        {
            await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
            var (name, password) = (parsed.GetRequiredValue(Name).Trim(), PasswordOf(parsed));
            if (name is "" || name.Any(char.IsControl))
                throw new UsageException("A login needs a name without control characters.");
            if (!await new Logins(session.Database).AddAsync(name, parsed.GetRequiredValue(role), password, cancellationToken))
                throw new UsageException($"There is a login '{name}' already. Change it with: hub user password {name}, hub user role {name}.");
            await new Audit(session.Database).WriteAsync(Audit.Shell, "add login", name, parsed.GetRequiredValue(role), cancellationToken);
            Tell(terminal, parsed, name, password, $"Added {name} ({parsed.GetRequiredValue(role)}).");
            return ExitCode.Ok;
        });
    }

    private static Command Password() => Verb.Named("password", "Sets a new password, enables the login and ends its sessions.", Name, FromStandardInput)
        .Does(async (parsed, terminal, cancellationToken) =>
        {
            var password = PasswordOf(parsed);
            await ChangeAsync(parsed, "set password", detail: null, (logins, name) => logins.SetPasswordAsync(name, password, cancellationToken), cancellationToken);
            Tell(terminal, parsed, parsed.GetRequiredValue(Name), password, $"Set the password of {parsed.GetRequiredValue(Name)}.");
            return ExitCode.Ok;
        });

    private static Command Role()
    {
        var role = new Argument<string>("role") { Description = "Viewer, Engineer or Admin." };
        role.AcceptOnlyFromAmong([.. Policies.Roles]);
        return Verb.Named("role", "Gives a login another role and ends its sessions.", Name, role).Does(async (parsed, terminal, cancellationToken) =>
        {
            var given = parsed.GetRequiredValue(role);
            await ChangeAsync(parsed, "set role", given, (logins, name) => logins.SetRoleAsync(name, given, cancellationToken), cancellationToken);
            terminal.Answer(new { name = parsed.GetRequiredValue(Name), role = given }, () => terminal.Say($"{parsed.GetRequiredValue(Name)} is {given} now."));
            return ExitCode.Ok;
        });
    }

    private static Command Disable() => Verb.Named("disable", "Locks a login out and ends its sessions; a new password enables it again.", Name)
        .Does(async (parsed, terminal, cancellationToken) =>
        {
            await ChangeAsync(parsed, "disable login", detail: null, (logins, name) => logins.DisableAsync(name, cancellationToken), cancellationToken);
            terminal.Answer(new { name = parsed.GetRequiredValue(Name), disabled = true }, () => terminal.Say($"Disabled {parsed.GetRequiredValue(Name)}."));
            return ExitCode.Ok;
        });

    internal static Option<string> RoleOption()
    {
        var role = new Option<string>("--role") { Description = "Viewer (reads), Engineer (also runs and replays) or Admin (also logins).", DefaultValueFactory = _ => Policies.Viewer };
        role.AcceptOnlyFromAmong([.. Policies.Roles]);
        return role;
    }

    private static async Task ChangeAsync(ParseResult parsed, string what, string? detail, Func<Logins, string, Task<bool>> change, CancellationToken cancellationToken)
    {
        await using var session = await HubSession.OpenAsync(quiet: true, cancellationToken);
        var name = parsed.GetRequiredValue(Name);
        if (!await change(new Logins(session.Database), name))
            throw new UsageException($"There is no login '{name}'. See: hub user list");
        await new Audit(session.Database).WriteAsync(Audit.Shell, what, name, detail, cancellationToken);
    }

    private static string PasswordOf(ParseResult parsed)
    {
        if (!parsed.GetValue(FromStandardInput))
            return Passwords.Make();
        var password = Console.In.ReadLine() ?? "";
        return password.Length >= Passwords.Shortest ? password : throw new UsageException($"A password needs at least {Passwords.Shortest} characters.");
    }

    private static void Tell(Terminal terminal, ParseResult parsed, string name, string password, string sentence)
    {
        var made = parsed.GetValue(FromStandardInput) ? null : password;
        terminal.Answer(new { name, password = made }, () =>
        {
            terminal.Say(sentence);
            if (made is not null)
                terminal.Say($"Password, shown this once: {made}");
        });
    }
}
