using IntegrationHub.Host.Web;
using Npgsql;

await using var database = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable("HUB_DATABASE") ?? "Host=localhost;Database=hub");
await using var app = HubWeb.Build(Directory.GetCurrentDirectory(), database, builder => builder.WebHost.UseUrls("http://127.0.0.1:8484"));
await app.RunAsync();
return 0;
