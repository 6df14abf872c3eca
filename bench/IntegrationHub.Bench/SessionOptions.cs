using IntegrationHub.Bench.Pages;

namespace IntegrationHub.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Orders">How many orders.</param>
/// <param name="Customers">How many customers they belong to.</param>
/// <param name="Runs">How often everything is run.</param>
/// <param name="WarmUpPages">Pages each process works off before it is measured.</param>
/// <param name="Only">The scenarios wanted; empty: all.</param>
/// <param name="Results">Where the report goes; null: to standard output only.</param>
/// <param name="Postgres">A server to use; null: a private one.</param>
internal sealed record SessionOptions(int Orders, int Customers, int Runs, int WarmUpPages, string[] Only, DirectoryInfo? Results, string? Postgres)
{
    public int Pages => PagesOf(Orders);

    /// <summary>Of a changed-since run: one order in a hundred.</summary>
    public int SincePages => PagesOf(Orders / 100);

    public bool Wants(params ReadOnlySpan<string> scenarios)
    {
        foreach (var scenario in scenarios)
        {
            if (Only.Length == 0 || Only.Contains(scenario))
                return true;
        }
        return false;
    }

    private static int PagesOf(int records) => (records + Feeds.PageSize - 1) / Feeds.PageSize;
}
