using System.Net;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Jobs;
using IntegrationHub.Core.Mapping;
using IntegrationHub.Core.Preview;
using IntegrationHub.Core.Replay;
using IntegrationHub.Core.Slices;
using IntegrationHub.Core.Store;
using IntegrationHub.Core.Sync;
using IntegrationHub.Host.Layout;
using IntegrationHub.Host.Mappings;
using IntegrationHub.Host.Queries;
using IntegrationHub.Host.Security;
using IntegrationHub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IntegrationHub.Host.Tests.Pages.Support;

/// <summary>
/// The pages over real Kestrel and a real PostgreSQL of their own, with sign-in and security headers, a job engine that only remembers,
/// and a clock that stands still. Logins: <c>vera</c> (Viewer) and <c>erik</c> (Engineer), password <see cref="Password"/>.
/// </summary>
public sealed partial class PageHost : IAsyncDisposable
{
    internal const string Password = "correct horse battery";

    private readonly TestDatabase _database;
    private readonly WebApplication _app;

    private PageHost(TestDatabase database, NpgsqlDataSource source, RecordingEngine engine, WebApplication app, string mappings) =>
        (_database, Database, Engine, _app, Mappings) = (database, source, engine, app, mappings);

    internal NpgsqlDataSource Database { get; }
    internal RecordingEngine Engine { get; }

    /// <summary>The folder of its mappings.</summary>
    internal string Mappings { get; }

    internal string Address => _app.Urls.First();

    internal static async Task<PageHost> StartAsync()
    {
        var database = await PostgresFixture.CreateDatabaseAsync();
        var source = HubDatabase.Open(database.ConnectionString);
        var engine = new RecordingEngine();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(App).Assembly.GetName().Name,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddLogging().AddHubSecurity();
        builder.Services.AddPages();
        builder.Services.AddSingleton<TimeProvider>(new FixedTime());
        builder.Services.AddSingleton(source).AddSingleton(NoConnector.Catalog(new FixedTime()).SharedBy(source)).AddSingleton<IJobEngine>(engine);
        builder.Services.AddSingleton<HubStore>().AddSingleton<ParkedRecords>().AddSingleton<Bindings>();
        builder.Services.AddSingleton(services => new HubWork(NoConnector.Catalog(), services.GetRequiredService<MappingCatalog>(), null!, null!,
            services.GetRequiredService<ParkedRecords>(), services.GetRequiredService<DeletedRecords>(), null!));   // only rejected deliveries are replayed here
        builder.Services.AddSingleton<RunLedger>().AddSingleton<SyncPipeline>().AddSingleton<HeldDeletes>().AddSingleton<DeletedRecords>().AddSingleton<HeldQueries>();
        builder.Services.AddSingleton<Replays>().AddSingleton<KeptRecords>().AddSingleton<MappingComparison>().AddSingleton<Replayer>().AddSingleton<ReplayWork>();   // replays are only asked for here
        builder.Services.AddSingleton<Backfills>().AddSingleton<Backfiller>().AddSingleton<BackfillWork>().AddSingleton<TargetStands>().AddSingleton<Reconciler>().AddSingleton<Reconciles>().AddSingleton<ReconcileWork>();
        builder.Services.AddSingleton<HeldDeliveries>().AddSingleton<DueMarks>().AddSingleton<TargetPlans>().AddSingleton<PlanWork>();   // and so are these
        builder.Services.AddSingleton<OverviewQueries>().AddSingleton<JobQueries>().AddSingleton<RunQueries>().AddSingleton<ParkedQueries>()
            .AddSingleton<CustomerQueries>().AddSingleton<CustomerSearch>().AddSingleton<RecordQueries>().AddSingleton<FigureQueries>().AddSingleton<FieldQueries>()
            .AddSingleton<UsedMappings>().AddSingleton<PastMappings>().AddSingleton(Core.Mapping.Converters.ConverterSet.BuiltIn).AddSingleton(services => services.GetRequiredService<HubStore>().Shapes);
        var mappings = Directory.CreateTempSubdirectory("hub-pages-").FullName;
        builder.Services.AddSingleton(SomeMappings.Catalog(mappings)).AddSingleton(new MappingsOnDisk(mappings, SomeMappings.Connections, Core.Mapping.Converters.ConverterSet.BuiltIn));

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseErrorPages();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapSignIn();
        app.MapPages();
        app.MapGet("/broken", string () => throw new InvalidOperationException("broken on purpose"));
        await app.StartAsync();

        var logins = app.Services.GetRequiredService<Logins>();
        await logins.AddAsync("vera", Policies.Viewer, Password, CancellationToken.None);
        await logins.AddAsync("erik", Policies.Engineer, Password, CancellationToken.None);
        return new PageHost(database, source, engine, app, mappings);
    }

    /// <summary>A browser without a login.</summary>
    internal HttpClient Anonymous(string language = "en-GB")
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(Address) };
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        return client;
    }

    /// <summary>A browser that is signed in, by the real form.</summary>
    internal async Task<HttpClient> SignedInAsync(string name = "erik", string language = "en-GB")
    {
        var client = Anonymous(language);
        var answer = await PostAsync(client, "/sign-in", "/sign-in", ("name", name), ("password", Password), ("returnUrl", "/customers"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.OriginalString.ShouldBe("/customers");
        return client;
    }

    /// <summary>Posts fields with the token of the form that is on a page.</summary>
    internal static async Task<HttpResponseMessage> PostAsync(HttpClient client, string page, string action, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await client.GetStringAsync(page));
        token.Success.ShouldBeTrue($"{page} has no form with a token");
        return await client.PostAsync(action, new FormUrlEncodedContent(
            fields.Append(("__RequestVerificationToken", token.Groups[1].Value)).Select(field => KeyValuePair.Create(field.Item1, field.Item2))));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Database.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(Mappings, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
