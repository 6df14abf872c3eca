using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace DemoCrm.Tests;

/// <summary>Talks to a demo CRM as a program would.</summary>
internal sealed class CrmClient : IDisposable
{
    public const string Token = "test-token";

    private readonly HttpClient _http;

    public CrmClient(Uri address, string token = Token)
    {
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a request; answers its status and its JSON, which is empty when there is none.</summary>
    public async Task<(int Status, JsonNode Json)> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        using var answer = await _http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, body.StartsWith('{') ? JsonNode.Parse(body)! : new JsonObject());
    }

    public Task<(int Status, JsonNode Json)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<(int Status, JsonNode Json)> PostAsync(string path, string json = "") => SendAsync(HttpMethod.Post, path, json);

    public Task<(int Status, JsonNode Json)> PutAsync(string objectName, string externalId, string json) =>
        SendAsync(HttpMethod.Put, $"/api/{objectName}/by-external-id/{Uri.EscapeDataString(externalId)}", json);

    public async Task<(string Body, HttpResponseMessage Answer)> PageAsync(string path)
    {
        var answer = await _http.GetAsync(path);
        return (await answer.Content.ReadAsStringAsync(), answer);
    }
}
