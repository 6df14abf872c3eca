using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Host.Api.Models;
using IntegrationHub.Host.Hosting;
using IntegrationHub.Host.Settings;

namespace IntegrationHub.Host.Api;

/// <summary>The API under <c>/api/v1</c>, described at <c>/openapi/v1.json</c>.</summary>
internal static class HubApi
{
    internal const int MostPerPage = 200;

    internal static void AddHubApi(this IServiceCollection services, HubSettings settings)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiProblems>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
        services.AddOpenApi("v1", document =>
        {
            document.ShouldInclude = operation => operation.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            document.AddDocumentTransformer((described, _, _) =>
            {
                described.Info.Title = "IntegrationHub";
                described.Info.Version = HubVersion.Text;
                described.Info.Description = "Sign in with 'Authorization: Bearer hub_…'; keys are made by: hub user key add <title> --role <role>.";
                return Task.CompletedTask;
            });
        });
        services.AddSingleton(provider => new ApiModels(settings.AutoMapper.LicenseKey, provider.GetRequiredService<ILoggerFactory>()));
    }

    /// <summary>To be used before routing: problems of the API are problem details, whatever raised them.</summary>
    internal static void UseApiProblems(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseExceptionHandler().UseStatusCodePages());

    internal static void MapHubApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi();
        var api = app.MapGroup("/api/v1").AddEndpointFilter<FormGuard>();
        api.MapOverview();
        api.MapJobs();
        api.MapRuns();
        api.MapParked();
        api.MapCompleteness();
        api.MapTargets();
        api.MapCustomers();
    }
}
