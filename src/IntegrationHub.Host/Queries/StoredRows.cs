using IntegrationHub.Core.Canonical;
using Npgsql;

namespace IntegrationHub.Host.Queries;

/// <summary>Reads rows that begin with record_no, doc, version, run_no, changed_at, mapping file.</summary>
internal static class StoredRows
{
    /// <summary>First column after the common ones.</summary>
    internal const int Own = 6;

    internal static async Task<IReadOnlyList<Stored<TRecord>>> NextAsync<TRecord>(NpgsqlDataReader reader, EntityKind kind, CancellationToken cancellationToken)
        where TRecord : CanonicalRecord
    {
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<Stored<TRecord>>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(Read<TRecord>(reader, kind));
        return rows;
    }

    internal static Stored<TRecord> Read<TRecord>(NpgsqlDataReader reader, EntityKind kind) where TRecord : CanonicalRecord
    {
        var record = (TRecord)CanonicalJson.Read(kind, reader.GetFieldValue<ReadOnlyMemory<byte>>(1).Span);
        return new Stored<TRecord>(record, new Origin(
            reader.GetInt64(0), record.Key, reader.GetInt32(2), reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetInt64(3), reader.GetFieldValue<DateTimeOffset>(4)));
    }

    internal static DateOnly? DateAt(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateOnly>(column);
}
