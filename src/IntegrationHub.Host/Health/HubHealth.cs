using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;

namespace IntegrationHub.Host.Health;

/// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: it can also do its work. Both are open, and say nothing but names and states.</summary>
internal static class HubHealth
{
    internal static void AddHubHealth(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<DatabaseReady>("database")
        .AddQuartz("hub");

    internal static void MapHubHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/readyz", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Description ?? entry.Value.Status.ToString()));
}
