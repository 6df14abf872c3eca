using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace IntegrationHub.Host.Security;

/// <summary>A key that programs sign in with; the key itself is shown once and kept only as a hash.</summary>
internal sealed record ApiKey
{
    public required int No { get; init; }
    public required string Title { get; init; }
    public required string Role { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>The keys programs sign in with. Safe from several threads.</summary>
internal sealed class ApiKeys(NpgsqlDataSource database)
{
    internal const string Prefix = "hub_";

    private const string Columns = """api_key_no as No, title as Title, role as Role, created_at as CreatedAt, revoked_at as RevokedAt""";

    /// <summary>Makes a key and returns it, this once.</summary>
    internal async Task<string> AddAsync(string title, string role, CancellationToken cancellationToken)
    {
        var key = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into hub.api_key (title, role, key_hash) values (@title, @role, @hash)", new { title, role, hash = HashOf(key) }, cancellationToken: cancellationToken));
        return key;
    }

    /// <summary>The key that hashes to this and is not revoked; null when there is none. Looked up by hash, so nothing of it can be timed.</summary>
    internal async Task<ApiKey?> FindAsync(string key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ApiKey>(new CommandDefinition(
            $"select {Columns} from hub.api_key where key_hash = @hash and revoked_at is null", new { hash = HashOf(key) }, cancellationToken: cancellationToken));
    }

    internal async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return [.. await connection.QueryAsync<ApiKey>(new CommandDefinition($"select {Columns} from hub.api_key order by api_key_no", cancellationToken: cancellationToken))];
    }

    /// <returns>False when there is no such key.</returns>
    internal async Task<bool> RevokeAsync(int no, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteAsync(new CommandDefinition(
            "update hub.api_key set revoked_at = coalesce(revoked_at, now()) where api_key_no = @no", new { no }, cancellationToken: cancellationToken)) == 1;
    }

    private static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
