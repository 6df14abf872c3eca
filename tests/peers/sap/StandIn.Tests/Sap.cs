using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SapStandIn.Tests;

/// <summary>A stand-in and somebody who asks it.</summary>
internal sealed class Sap(SapServer server) : IAsyncDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(server.Address, "/sap/opu/odata/sap/"), DefaultRequestHeaders = { Authorization = Basic } };

    public static AuthenticationHeaderValue Basic { get; } = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("HUB:stand-in")));

    public SapServer Server { get; } = server;

    public static async Task<Sap> StartAsync(SapOptions? options = null) => new(await SapServer.StartAsync(options: options));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
        return await _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>What is under <c>d</c>.</summary>
    public async Task<JsonElement> ReadAsync(string path)
    {
        using var response = await GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("d");
    }

    /// <summary>A property of all results, from this page on to the last, and how many pages there were.</summary>
    public async Task<(List<string> Values, int Pages)> ReadAllAsync(string path, string property)
    {
        var (values, pages) = (new List<string>(), 0);
        for (string? next = path; next is not null; pages++)
        {
            var page = await ReadAsync(next);
            values.AddRange(page.GetProperty("results").EnumerateArray().Select(row => row.GetProperty(property).GetString()!));
            next = page.TryGetProperty("__next", out var link) ? link.GetString() : null;
        }

        return (values, pages);
    }

    public async Task<string> TokenAsync()
    {
        using var response = await SendAsync(HttpMethod.Get, "API_PRODUCT_SRV/A_Product?$top=1", null, ("X-CSRF-Token", "Fetch"));
        return response.Headers.GetValues("x-csrf-token").Single();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
