using System.Globalization;
using System.Text;

namespace IntegrationHub.TestKit;

/// <summary>
/// The records of an outside system, which lives on while it is read: they are added, changed, removed, and committed late. For rigs and servers of
/// connectors' tests. Safe from several threads.
/// </summary>
public sealed class LivingTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Row> _rows = [];
    private readonly Dictionary<string, Row> _open = [];
    private int _versions;

    /// <summary>All keys that are there, in order.</summary>
    public IReadOnlyList<string> Keys => [.. ByKey().Select(row => row.Key)];

    /// <summary>Adds a record or changes it, for everybody to see.</summary>
    public void Put(string key, DateTimeOffset changedAt)
    {
        lock (_lock)
        {
            _open.Remove(key);
            _rows[key] = new(key, changedAt, ++_versions);
        }
    }

    /// <summary>Adds a record or changes it in a transaction that stays open: nobody sees it before <see cref="Commit"/>.</summary>
    public void PutUncommitted(string key, DateTimeOffset changedAt)
    {
        lock (_lock)
            _open[key] = new(key, changedAt, ++_versions);
    }

    /// <summary>The earliest time of change in the transaction that is open; null when there is none.</summary>
    public DateTimeOffset? OpenSince
    {
        get
        {
            lock (_lock)
                return _open.Count == 0 ? null : _open.Values.Min(row => row.ChangedAt);
        }
    }

    /// <summary>Commits what is open.</summary>
    public void Commit()
    {
        lock (_lock)
        {
            foreach (var (key, row) in _open)
                _rows[key] = row;
            _open.Clear();
        }
    }

    /// <summary>Takes a record away. Whether it was there.</summary>
    public bool Remove(string key)
    {
        lock (_lock)
        {
            _open.Remove(key);
            return _rows.Remove(key);
        }
    }

    /// <summary>What is there now, by time of change and then key.</summary>
    public IReadOnlyList<Row> ByTime()
    {
        lock (_lock)
            return [.. _rows.Values.OrderBy(row => row.ChangedAt).ThenBy(row => row.Key, StringComparer.Ordinal)];
    }

    /// <summary>What is there now and was changed at this time or later, by time of change and then key.</summary>
    /// <param name="stamp">A time as <see cref="Row.Stamp"/> writes it; null or empty: everything.</param>
    /// <param name="key">When given, of that very time only what has a higher key.</param>
    public IReadOnlyList<Row> ChangedSince(string? stamp, string? key = null)
    {
        if (string.IsNullOrEmpty(stamp))
            return ByTime();
        var since = DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return [.. ByTime().Where(row => row.ChangedAt > since || row.ChangedAt == since && (key is null || string.CompareOrdinal(row.Key, key) > 0))];
    }

    /// <summary>What is there now, by key.</summary>
    public IReadOnlyList<Row> ByKey()
    {
        lock (_lock)
            return [.. _rows.Values.OrderBy(row => row.Key, StringComparer.Ordinal)];
    }

    /// <summary>One record.</summary>
    /// <param name="Key">Its key.</param>
    /// <param name="ChangedAt">When it was changed, as the system says.</param>
    /// <param name="Version">Different for every change of any record.</param>
    public sealed record Row(string Key, DateTimeOffset ChangedAt, int Version)
    {
        /// <summary>The time of change as ISO 8601 in UTC.</summary>
        public string Stamp => ChangedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

        /// <summary><c>{"key": …, "version": …, "changedAt": …}</c></summary>
        public string Json => $$"""{"key":"{{Key}}","version":{{Version}},"changedAt":"{{Stamp}}"}""";

        /// <summary><see cref="Json"/> as UTF-8.</summary>
        public byte[] Utf8 => Encoding.UTF8.GetBytes(Json);
    }
}
