using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Bench.Hub;

/// <summary>
/// The CRM of the bench: takes every batch of upserts and answers an id for each record, at once and without limit. Runs in a process of its own.
/// </summary>
internal static class TargetServer
{
    /// <summary>Serves until standard input closes.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost("/api/{name}/batch-upsert", async (HttpContext http) =>
        {
            using var sent = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            var answer = new ArrayBufferWriter<byte>(16_384);
            Answer(sent.RootElement.GetProperty("records"), answer);
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(answer.WrittenMemory, http.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        await ServerProcess.ServeAsync(new Uri(app.Urls.First()), cancellationToken);
        await app.StopAsync(cancellationToken);
    }

    private static void Answer(JsonElement records, ArrayBufferWriter<byte> answer)
    {
        using var json = new Utf8JsonWriter(answer);
        json.WriteStartObject();
        json.WriteStartArray("results");
        foreach (var record in records.EnumerateArray())
        {
            json.WriteStartObject();
            json.WriteNumber("status", 200);
            json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"crm-{record.GetProperty("externalId").GetString()}"));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
