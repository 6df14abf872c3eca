using Npgsql;

namespace IntegrationHub.Core.Store;

/// <summary>Hands out numbers of a sequence in blocks, so that rows can be numbered before they are copied. Gaps are harmless. Safe from several threads.</summary>
internal sealed class Numbers(NpgsqlDataSource database, string sequence, int block)
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private long next;
    private long end;

    /// <summary>The first of <paramref name="count"/> consecutive numbers, at most a block at once.</summary>
    public async ValueTask<long> TakeAsync(int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, block);
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (end - next < count)
            {
                await using var command = database.CreateCommand("select nextval($1::regclass)");   // the sequence counts in blocks
                command.Parameters.Add(new() { Value = sequence });
                next = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
                end = next + block;
            }

            var first = next;
            next += count;
            return first;
        }
        finally
        {
            gate.Release();
        }
    }
}
