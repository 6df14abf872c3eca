using System.Text.Json.Nodes;
using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>A rig's target under the optional contracts: opened when it is needed, and asked for one ability.</summary>
internal sealed class OpenedTarget<TAbility>(ITargetRig rig) : IAsyncDisposable where TAbility : class
{
    private readonly WatchedServices _services = new();
    private ITarget? _target;

    public TAbility Ability => Assert.IsAssignableFrom<TAbility>(Target);

    private ITarget Target => _target ??= rig.Open(_services.Services);

    public static string Key(int number) => UpsertContract.Key(number);

    public Task<IReadOnlyList<DeliveryResult>> DeliverAsync(params Delivery[] batch) => Target.DeliverAsync(batch, CancellationToken.None);

    public Delivery Upsert(int number, int version = 1) => new(rig.Entity, Key(number), RemoteId: null, MayExist: false, ChangeKind.Upserted, rig.Fields(number, version));

    /// <summary>Delivers a record for the first time and gives its id.</summary>
    public async Task<string> MakeAsync(int number) =>
        Assert.IsType<DeliveryResult.Delivered>(Assert.Single(await DeliverAsync(Upsert(number)))).RemoteId;

    public RemoteQuery Query(RemoteBy by, params string[] values) => new(rig.Entity, by, values, [.. rig.Fields(1, 1).Select(field => field.Key)]);

    public async ValueTask DisposeAsync()
    {
        if (_target is not null)
            await _target.DisposeAsync();
        _services.Dispose();
    }

    /// <summary>What is read back is what was delivered; rows of a table may be kept elsewhere, and so be left out.</summary>
    public static void AssertSame(JsonObject delivered, JsonObject found)
    {
        foreach (var (name, value) in delivered)
        {
            if (value is not JsonArray || found.ContainsKey(name))
                Assert.True(JsonNode.DeepEquals(value, found[name]), $"'{name}' is read back as another value than was delivered: {found[name]?.ToJsonString() ?? "nothing"} instead of {value?.ToJsonString()}.");
        }
    }
}
