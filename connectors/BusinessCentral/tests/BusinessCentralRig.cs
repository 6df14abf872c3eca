using IntegrationHub.Sdk;
using IntegrationHub.Sdk.Http;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.BusinessCentral.Tests;

/// <summary>A company with seven customers, or payments.</summary>
internal sealed class BusinessCentralRig(string entity, bool showsVersion = true) : IScriptedSourceRig, ITimedSourceRig, ISlicedSourceRig
{
    private ScriptedServer? _server;

    public LivingTable Table { get; } = Filled(entity);
    public ScriptedServer Server => _server!;
    public BusinessCentralServer Script { get; private set; } = null!;
    public string Entity => entity;
    public IReadOnlyList<string> Keys => Table.Keys;
    public IReadOnlyList<string> Confidential => ["t0p-s3cret", "アドバタム"];
    public IReadOnlyList<SliceSample> Slices =>
    [
        new(new Slice(Keys: [Keys[1], Keys[4], "00000000-0000-0000-0000-000000000000"]), [Keys[1], Keys[4]]),
        .. entity == "customers" ? Array.Empty<SliceSample>() : [new(new Slice(From: new(2026, 1, 2), To: new(2026, 1, 4)), [.. Keys.Skip(1).Take(3)]), new(new Slice(To: new(2026, 1, 2)), [.. Keys.Take(2)])],
    ];

    public BusinessCentralOptions Options { get; private set; } = null!;

    public async Task StartAsync()
    {
        if (_server is not null)
            return;
        Script = new BusinessCentralServer(Table, showsVersion);
        _server = await ScriptedServer.StartAsync(Script.Answer);
        Options = new BusinessCentralOptions
        {
            BaseUrl = new Uri(_server.Address, BusinessCentralServer.Root),
            Company = "cronus jp",
            Language = "ja-JP",
            Auth = new HttpAuthOptions { Kind = HttpAuth.Bearer, Secret = new Secret("t0p-s3cret") },
        };
    }

    public async Task<ISource> OpenAsync(ConnectorServices services)
    {
        await StartAsync();
        return new BusinessCentralSource(Options, services);
    }

    public async Task PutAsync(string key, DateTimeOffset changedAt)
    {
        await StartAsync();
        Table.Put(key, changedAt);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private static LivingTable Filled(string entity)
    {
        var table = new LivingTable();
        for (var i = 1; i <= 7; i++)
            table.Put(entity == "customers" ? $"1000{i}" : $"17cce948-c6a5-4861-8ff5-30428ed8320{i}", DateTimeOffset.UtcNow.AddHours(-10 + i));
        return table;
    }
}
