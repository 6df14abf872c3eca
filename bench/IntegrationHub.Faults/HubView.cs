using Npgsql;

namespace IntegrationHub.Faults;

/// <summary>What the hub holds of a world, and what its ledger says.</summary>
internal sealed class HubView(NpgsqlDataSource database, string world)
{
    /// <summary>All records by key: the version, and whether the hub calls it deleted. A key that comes twice is found.</summary>
    public async Task<(Dictionary<string, (int Version, bool Deleted)> Records, List<string> Doubled)> RecordsAsync()
    {
        await using var command = database.CreateCommand("select r.id, r.doc ->> 'name', r.deleted from hub.record r join hub.feed f using (feed_no) where f.system = $1");
        command.Parameters.Add(new() { Value = world });
        var (records, doubled) = (new Dictionary<string, (int, bool)>(), new List<string>());
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            if (!records.TryAdd(reader.GetString(0), (int.Parse(reader.GetString(1), System.Globalization.CultureInfo.InvariantCulture), reader.GetBoolean(2))))
                doubled.Add(reader.GetString(0));
        return (records, doubled);
    }

    /// <summary>How the ledger says the last run of a job ended; null: it is open.</summary>
    public async Task<(long No, string? Outcome)> LastRunAsync(string job)
    {
        await using var command = database.CreateCommand("select run_no, outcome from hub.run where job = $1 order by run_no desc limit 1");
        command.Parameters.Add(new() { Value = $"{job}:{world}/records" });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (reader.GetInt64(0), await reader.IsDBNullAsync(1) ? null : reader.GetString(1)) : (0, null);
    }
}
