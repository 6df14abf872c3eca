using Npgsql;

namespace IntegrationHub.Host.Security;

/// <summary>The login a new hub begins with.</summary>
internal static class FirstAdmin
{
    internal const string Name = "admin";

    /// <summary>Makes the admin when there is no login at all, or gives it a new password when asked to; returns the password, or null when nothing was to be done.</summary>
    internal static async Task<string?> EnsureAsync(NpgsqlDataSource database, bool reset, CancellationToken cancellationToken)
    {
        var logins = new Logins(database);
        var password = Passwords.Make();
        if ((await logins.ListAsync(cancellationToken)).Count == 0)
            return await logins.AddAsync(Name, Policies.Admin, password, cancellationToken) ? password : null;
        if (!reset)
            return null;
        if (!await logins.SetPasswordAsync(Name, password, cancellationToken))
            await logins.AddAsync(Name, Policies.Admin, password, cancellationToken);
        else
            await logins.SetRoleAsync(Name, Policies.Admin, cancellationToken);
        await new Audit(database).WriteAsync(Audit.Shell, "reset admin", Name, detail: null, cancellationToken);
        return password;
    }
}
