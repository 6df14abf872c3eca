using IntegrationHub.Sdk;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Files.Tests;

/// <summary>What every source keeps.</summary>
public sealed class FilesSourceTests() : SourceContract(new FilesRig());

/// <summary>What a source that can describe its entities keeps.</summary>
public sealed class FilesSchemaTests() : SourceSchemaContract(new FilesRig());

/// <summary>What every connector's manifest keeps.</summary>
public sealed class FilesManifestTests() : ManifestContract(new FilesConnector());

/// <summary>Seven orders with lines, among them rows that are broken.</summary>
internal sealed class FilesRig : ISourceRig
{
    private readonly TempFolder _folder = new TempFolder()
        .With("Orders.csv", "ID,Buyer\n1,Maria Anders\n2,Maria Anders\n\n3,\"Ana\nTrujillo\"\n4,Maria Anders,x\n4,高橋\n1,Maria Anders\n,Maria Anders\n5,\n6,a\"Maria Anders\n6,b\n7,c")
        .With("Lines.csv", "Order,Text\n3,b\n1,Maria Anders\n3,a\nMaria Anders\n");

    public string Entity => "Orders";
    public IReadOnlyList<string> Keys => ["1", "2", "3", "4", "5", "6", "7"];
    public IReadOnlyList<string> Confidential => ["Maria Anders", "Trujillo"];

    public Task<ISource> OpenAsync(ConnectorServices services) => Task.FromResult<ISource>(new FilesSource(_folder.OrdersWithLines(), services));

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
