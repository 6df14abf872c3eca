using System.Net.Http.Headers;
using System.Text.Json;
using IntegrationHub.Bench.Pages;
using Npgsql;

namespace IntegrationHub.Bench.Readers;

/// <summary>Readers of customer pages, in a process of their own.</summary>
/// <param name="Host">The hub.</param>
/// <param name="Key">An API key to sign in with.</param>
/// <param name="Database">Where the customers' numbers are looked up.</param>
/// <param name="Readers">How many at once.</param>
/// <param name="Requests">Pages in all.</param>
internal sealed record ReaderLoad(Uri Host, string Key, string Database, int Readers, int Requests)
{
    public static ReaderLoad Parse(string json) => JsonSerializer.Deserialize<ReaderLoad>(json)!;

    /// <summary>Reads in a new process, and waits for it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var process = Bench.Start(["readers", "--order", JsonSerializer.Serialize(this)]);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException("The readers failed; see their messages above.");
    }

    /// <summary>Reads in this process.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(Database);
        await using var command = database.CreateCommand("select array_agg(customer_no order by customer_no) from hub.customer");
        var customers = (long[])(await command.ExecuteScalarAsync(cancellationToken))!;
        using var http = new HttpClient { BaseAddress = Host, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) } };
        var left = Requests;
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(async reader =>
        {
            var dice = new Dice((ulong)reader + 1);
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var page = await http.GetAsync($"/customers/{customers[dice.Next(customers.Length)]}", cancellationToken);
                page.EnsureSuccessStatusCode();
                await page.Content.CopyToAsync(Stream.Null, cancellationToken);
            }
        }));
    }
}
