using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Connectors.Rest.Tests;

/// <summary>Targets and deliveries for tests.</summary>
internal static class Given
{
    public static readonly RestObjectOptions OneByOne = new() { Batch = { MaxSize = 1 } };
    public static readonly RestObjectOptions Lookup = new() { Upsert = RestUpsert.LookupThenCreate };

    public static RestTarget Target(StubApi api, RestObjectOptions? orders = null, HttpClient? http = null, TimeProvider? time = null, HttpAuthOptions? auth = null) =>
        Target(api.Address, orders, http, time, auth);

    public static RestTarget Target(Uri address, RestObjectOptions? orders = null, HttpClient? http = null, TimeProvider? time = null, HttpAuthOptions? auth = null) => new(
        new RestOptions { BaseUrl = address, Objects = { ["orders"] = orders ?? new RestObjectOptions() }, Auth = auth ?? new HttpAuthOptions() },
        new ConnectorServices(http ?? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }), time ?? TimeProvider.System, NullLogger.Instance));

    public static Delivery Order(string key, string? remoteId = null, JsonObject? fields = null) =>
        new("orders", key, remoteId, MayExist: false, ChangeKind.Upserted, fields ?? new JsonObject { ["number"] = key });

    public static Delivery Deleted(string key, string? remoteId = null) => new("orders", key, remoteId, MayExist: false, ChangeKind.Deleted, []);

    public static Task<IReadOnlyList<DeliveryResult>> DeliverAsync(this RestTarget target, params Delivery[] batch) => target.DeliverAsync(batch, CancellationToken.None);
}
