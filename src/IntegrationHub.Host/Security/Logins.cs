using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace IntegrationHub.Host.Security;

/// <summary>The people who may sign in, with their password hashes. Safe from several threads.</summary>
internal sealed class Logins(NpgsqlDataSource database)
{
    private const string Columns = """
        login_no as "No", name as "Name", role as "Role", password_hash as "PasswordHash", stamp as "Stamp", created_at as "CreatedAt", disabled_at as "DisabledAt"
        """;

    private static readonly PasswordHasher<string> Hasher = new();

    // Somebody unknown costs as much time as somebody known, so that names cannot be probed.
    private static readonly string HashOfNobody = Hasher.HashPassword("", RandomNumberGenerator.GetHexString(32));

    /// <summary>The enabled login with this name and password; null when there is none.</summary>
    internal async Task<Login?> VerifyAsync(string name, string password, CancellationToken cancellationToken)
    {
        var login = await FindAsync(name, cancellationToken);
        var verdict = Hasher.VerifyHashedPassword(login?.Name ?? "", login?.PasswordHash ?? HashOfNobody, password);
        return login is { DisabledAt: null } && verdict != PasswordVerificationResult.Failed ? login : null;
    }

    internal async Task<Login?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Login>(new CommandDefinition(
            $"select {Columns} from hub.login where lower(name) = lower(@name)", new { name }, cancellationToken: cancellationToken));
    }

    internal async Task<IReadOnlyList<Login>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<Login>(new CommandDefinition(
            $"select {Columns} from hub.login order by name", cancellationToken: cancellationToken))];
    }

    /// <summary>Whether a session that was begun with this stamp still holds; gives the login's present role, or null when it has ended.</summary>
    internal async Task<string?> RoleOfSessionAsync(int loginNo, Guid stamp, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<string>(new CommandDefinition(
            "select role from hub.login where login_no = @loginNo and stamp = @stamp and disabled_at is null",
            new { loginNo, stamp }, cancellationToken: cancellationToken));
    }

    /// <returns>False when the name is taken.</returns>
    internal Task<bool> AddAsync(string name, string role, string password, CancellationToken cancellationToken) => ChangeAsync(
        "insert into hub.login (name, role, password_hash) values (@name, @role, @hash) on conflict (lower(name)) do nothing",
        new { name, role, hash = Hasher.HashPassword(name, password) }, cancellationToken);

    /// <summary>Sets the password and enables the login again. Its sessions end.</summary>
    /// <returns>False when there is no such login; so do the other changes.</returns>
    internal Task<bool> SetPasswordAsync(string name, string password, CancellationToken cancellationToken) => ChangeAsync(
        "update hub.login set password_hash = @hash, disabled_at = null, stamp = gen_random_uuid() where lower(name) = lower(@name)",
        new { name, hash = Hasher.HashPassword(name, password) }, cancellationToken);

    internal Task<bool> SetRoleAsync(string name, string role, CancellationToken cancellationToken) => ChangeAsync(
        "update hub.login set role = @role, stamp = gen_random_uuid() where lower(name) = lower(@name)", new { name, role }, cancellationToken);

    internal Task<bool> DisableAsync(string name, CancellationToken cancellationToken) => ChangeAsync(
        "update hub.login set disabled_at = coalesce(disabled_at, now()), stamp = gen_random_uuid() where lower(name) = lower(@name)",
        new { name }, cancellationToken);

    private async Task<bool> ChangeAsync(string sql, object arguments, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken)) == 1;
    }
}
