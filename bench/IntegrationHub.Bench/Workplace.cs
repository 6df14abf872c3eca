using Npgsql;

namespace IntegrationHub.Bench;

/// <summary>What a scenario works with.</summary>
/// <param name="Database">Its database.</param>
/// <param name="Http">A client for the bench's servers.</param>
/// <param name="Pages">The page server.</param>
/// <param name="Target">The server delivered to, or the host whose pages are read; null when the scenario has none.</param>
/// <param name="PageLimit">At most this many pages.</param>
internal sealed record Workplace(NpgsqlDataSource Database, HttpClient Http, Uri Pages, Uri? Target, int PageLimit);
