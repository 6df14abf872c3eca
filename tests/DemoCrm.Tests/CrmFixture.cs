namespace DemoCrm.Tests;

/// <summary>A demo CRM in this process, empty for each test, and a client for it.</summary>
public abstract class CrmFixture : IAsyncLifetime
{
    private DemoCrmServer? _server;
    private CrmClient? _client;

    protected DemoCrmServer Server => _server ?? throw new InvalidOperationException("Not started.");

    private protected CrmClient Client => _client ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _server = await DemoCrmServer.StartAsync(new DemoCrmOptions { Token = CrmClient.Token });
        _client = new CrmClient(_server.Address);
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
