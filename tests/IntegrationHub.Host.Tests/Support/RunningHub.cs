using System.Net;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Security;
using IntegrationHub.Host.Web;
using IntegrationHub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Host.Tests.Support;

/// <summary>The whole host, as <c>hub run</c> puts it together, over a PostgreSQL of its own.</summary>
public sealed partial class RunningHub : IAsyncLifetime
{
    internal const string Password = "correct horse battery";

    private TestDatabase _database = null!;
    private HubSession _session = null!;
    private WebApplication _app = null!;

    internal IServiceProvider Services => _app.Services;
    internal Uri Address => new(_app.Urls.First());

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateDatabaseAsync();
        _session = HubSession.Read(new SettingsFolder(_database.ConnectionString).Path, quiet: true);
        await _session.OpenStorageAsync(CancellationToken.None);
        _app = HubWeb.Build(_session, ["http://127.0.0.1:0"]);
        await _app.StartAsync();
        await Services.GetRequiredService<IJobEngine>().ApplyAsync(HubJobs.Of(_session.Catalog.Connections), CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _session.DisposeAsync();
        await _database.DisposeAsync();
    }

    internal HttpClient Client(string? bearer = null)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = Address };
        if (bearer is not null)
            client.DefaultRequestHeaders.Add("Authorization", $"Bearer {bearer}");
        return client;
    }

    internal async Task<HttpClient> ClientWithKeyAsync(string role) =>
        Client(await Services.GetRequiredService<ApiKeys>().AddAsync("test", role, CancellationToken.None));

    /// <summary>A browser that signed in by the real form.</summary>
    internal async Task<HttpClient> SignedInAsync(string name, string role)
    {
        await Services.GetRequiredService<Logins>().AddAsync(name, role, Password, CancellationToken.None);
        var client = Client();
        (await SignInAsync(client, name, Password)).Headers.Location!.OriginalString.ShouldBe("/runs");
        return client;
    }

    internal static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string name, string password) =>
        await client.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["name"] = name,
            ["password"] = password,
            ["returnUrl"] = "/runs",
            ["__RequestVerificationToken"] = await TokenAsync(client, "/sign-in"),
        }));

    internal static async Task<string> TokenAsync(HttpClient client, string page)
    {
        var token = Token().Match(await client.GetStringAsync(page));
        token.Success.ShouldBeTrue($"{page} has no form with a token");
        return token.Groups[1].Value;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
