using IntegrationHub.Sdk.Http;
using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>Keeps refresh tokens that vendors replace with each use. What it holds is sealed by whoever keeps it. Safe from several threads and hosts.</summary>
internal sealed class RefreshTokens(NpgsqlDataSource database) : IRefreshTokenStore
{
    public async Task RenewAsync(string account, Func<byte[]?, CancellationToken, Task<byte[]?>> renew, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var turn = connection.Command("select pg_advisory_xact_lock(hashtextextended('hub.refresh_token ' || $1, 0))", account))
            await turn.ExecuteNonQueryAsync(cancellationToken);
        await using var read = connection.Command("select sealed from hub.refresh_token where account = $1", account);
        if (await renew(await read.ExecuteScalarAsync(cancellationToken) as byte[], cancellationToken) is not { } renewed)
            return;
        // the old one is worth nothing any more: from here on nothing may stop us
        await using (var keep = connection.Command("insert into hub.refresh_token (account, sealed) values ($1, $2) on conflict (account) do update set sealed = $2, kept_at = now()", account, renewed))
            await keep.ExecuteNonQueryAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
    }
}
