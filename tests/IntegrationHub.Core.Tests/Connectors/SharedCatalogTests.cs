using IntegrationHub.Core.Connectors;
using IntegrationHub.Core.Settings;
using IntegrationHub.Core.Tests.Connectors.Http;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Core.Tests.Connectors;

/// <summary>From the settings to what leaves: connections of two hosts on one database.</summary>
public sealed class SharedCatalogTests
{
    [Fact]
    public async Task Connections_of_one_account_share_its_calls_over_all_hosts_and_logins_over_a_process()
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        var logins = 0;
        await using var peer = await Peer.StartAsync(context => context.Request.Path == "/token"
            ? context.Response.WriteAsync($$"""{"access_token":"a{{Interlocked.Increment(ref logins)}}"}""")
            : context.Response.WriteAsync(context.Request.Headers.Authorization.ToString().StartsWith("Bearer a", StringComparison.Ordinal) ? "[]" : "who are you?"));
        await using var one = Catalog(peer.Address).SharedBy(database.DataSource);
        await using var two = Catalog(peer.Address).SharedBy(database.DataSource);

        var sent = 0;
        TransientException? usedUp = null;
        while (usedUp is null && sent < 100)
            try
            {
                await (sent % 2 == 0 ? one : two).CheckAsync(sent % 3 == 0 ? "erp" : "archive", CancellationToken.None);
                sent++;
            }
            catch (TransientException why)
            {
                usedUp = why;
            }

        (sent, logins, peer.Requests).ShouldBe((18, 2, 20));
        usedUp!.Message.ShouldStartWith("The account 'acme' has used 18 of 20 calls of its day, and 10 % are left to people.");
        var account = (await two.QuotasAsync(CancellationToken.None)).Single();
        (account.Account, account.Used, account.Limit, account.Stop).ShouldBe(("acme", 18, 20L, 18L));
        account.Connections.ShouldBe(["archive", "erp"]);
        account.ExhaustedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_the_settings_say_of_HTTP_holds_for_the_connections_client()
    {
        await using var peer = await Peer.StartAsync(context => context.Response.WriteAsync($"[\"{new string(' ', 2 << 20)}\"]"));
        await using var stranger = await Peer.StartAsync(_ => Task.CompletedTask);
        using var catalog = Catalog(peer.Address, ("Connections:erp:Http:MostMegabytes", "1"), ("Connections:erp:Options:Auth:Kind", "None"), ("Connections:erp:Options:Auth:ClientSecret", ""), ("Connections:erp:Options:Stray", stranger.Address.Authority));
        (await Should.ThrowAsync<ProtocolException>(() => catalog.CheckAsync("erp", CancellationToken.None))).Message.ShouldContain("no setting of the connection names that host");
        stranger.Requests.ShouldBe(0);

        using var bounded = Catalog(peer.Address, ("Connections:erp:Http:MostMegabytes", "1"));
        (await Should.ThrowAsync<ConnectorException>(() => bounded.CheckAsync("erp", CancellationToken.None))).Message.ShouldContain("Connections:erp:Http:MostMegabytes");
    }

    [Fact]
    public async Task A_refresh_token_is_not_used_where_the_one_that_replaces_it_would_be_lost()
    {
        await using var database = await PostgresFixture.CreateDatabaseAsync();
        await using var peer = await Peer.StartAsync(context => context.Response.WriteAsync(context.Request.Path == "/token" ? """{"access_token":"a","refresh_token":"r2"}""" : "[]"));
        using var alone = Catalog(peer.Address, ("Connections:erp:Options:Auth:Kind", "RefreshToken"), ("Connections:erp:Options:Auth:RefreshToken", "r1"));
        (await Should.ThrowAsync<SetupException>(() => alone.CheckAsync("erp", CancellationToken.None))).Message.ShouldContain("hub migrate");
        peer.Requests.ShouldBe(0);

        await using var shared = alone.SharedBy(database.DataSource);
        await shared.CheckAsync("erp", CancellationToken.None);
        peer.Requests.ShouldBe(2);
    }

    private static ConnectorCatalog Catalog(Uri address, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string?>();
        foreach (var name in (string[])["erp", "archive"])
        {
            settings[$"Connections:{name}:Connector"] = "probe";
            settings[$"Connections:{name}:Options:BaseUrl"] = address.AbsoluteUri;
            settings[$"Connections:{name}:Options:Auth:Kind"] = "ClientCredentials";
            settings[$"Connections:{name}:Options:Auth:ClientId"] = "hub";
            settings[$"Connections:{name}:Options:Auth:ClientSecret"] = "s";
            settings[$"Connections:{name}:Quota:Account"] = "acme";
            settings[$"Connections:{name}:Quota:PerDay"] = "20";
        }

        foreach (var (key, value) in more)
            settings[key] = value == "" ? null : value;
        var root = new ConfigurationBuilder().AddInMemoryCollection(settings.Where(setting => setting.Value is not null)).Build();
        var binder = new SettingsBinder(root);
        var catalog = ConnectorCatalog.Bind(InstalledConnectors.Of(new Dictionary<string, IConnector> { ["probe"] = new Probe() }), root, binder, new Noon(), NullLoggerFactory.Instance);
        binder.ThrowIfRefused();
        return catalog;
    }

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    }

    private sealed class Probe : IConnector
    {
        public void Register(IConnectorRegistry registry) => registry.AddSource<Options>("probe", (options, services) =>
        {
            options.Auth.TokenUrl ??= new Uri(options.BaseUrl!, "/token");   // as a connector that knows it
            return new Source(options, new ApiClient(services, services.Authorized(options.Auth)));
        });
    }

    private sealed class Options
    {
        public Uri? BaseUrl { get; set; }
        public HttpAuthOptions Auth { get; set; } = new();
        public string? Stray { get; set; }
    }

    private sealed class Source(Options options, ApiClient api) : ISource
    {
        public async Task CheckAsync(CancellationToken cancellationToken) =>
            (await api.GetAsync("orders", options.Stray is { } stray ? new Uri($"http://{stray}/orders") : options.BaseUrl!, "BaseUrl", cancellationToken)).Success().Json();

        public IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
