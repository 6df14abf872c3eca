using IntegrationHub.Sdk;
using IntegrationHub.TestKit;

namespace IntegrationHub.Connectors.Files.Tests;

/// <summary>What every source keeps.</summary>
public sealed class FilesSourceTests() : SourceContract(new FilesRig());

/// <summary>What a source that can describe its entities keeps.</summary>
public sealed class FilesSchemaTests() : SourceSchemaContract(new FilesRig());

/// <summary>What a source that reads slices keeps.</summary>
public sealed class FilesSlicesTests() : SlicedSourceContract(new SlicedFilesRig());

/// <summary>What a source that counts keeps.</summary>
public sealed class FilesCountsTests() : CountedSourceContract(new SlicedFilesRig());

/// <summary>Slices, counted by a file with broken rows.</summary>
public sealed class BrokenFilesCountsTests() : CountedSourceContract(new FilesRig());

/// <summary>What every connector's manifest keeps.</summary>
public sealed class FilesManifestTests() : ManifestContract(new FilesConnector());

/// <summary>Six orders with dates and companies, one without both, and a broken row.</summary>
internal sealed class SlicedFilesRig : ISlicedSourceRig
{
    private readonly TempFolder _folder = new TempFolder().With("Orders.csv", """
        ID,Buyer,Day,Company,Net
        1,Maria Anders,01.01.2025,1000,1.50
        2,a,02.01.2025,2000,2
        3,b,3.01.2025,1000,
        4,b,04.01.2025,1000,4,too many
        4,c,04.01.2025,2000,4.00
        5,d,05.01.2025,1000,5
        6,e,,,6.25
        """);

    public string Entity => "Orders";
    public IReadOnlyList<string> Keys => ["1", "2", "3", "4", "5", "6"];
    public IReadOnlyList<string> Confidential => ["Maria Anders"];

    public IReadOnlyList<SliceSample> Slices { get; } =
    [
        new(new Slice(Keys: ["5", "2"]), ["2", "5"]),
        new(new Slice(From: new(2025, 1, 2), To: new(2025, 1, 4)), ["2", "3", "4"]),
        new(new Slice(To: new(2025, 1, 1)), ["1", "6"]),
        new(new Slice(Company: "1000"), ["1", "3", "5"]),
        new(new Slice(Company: "1000", To: new(2025, 1, 3)), ["1", "3"]),
    ];

    public Task<ISource> OpenAsync(ConnectorServices services)
    {
        var options = _folder.Orders();
        (options.Entities["Orders"].BusinessDate, options.Entities["Orders"].Company, options.Entities["Orders"].Sums) = ("Day", "Company", ["Net"]);
        options.Entities["Orders"].BusinessDateFormat = "d.MM.yyyy";
        return Task.FromResult<ISource>(new FilesSource(options, services));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

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

/// <summary>What every source keeps, of files that come.</summary>
public sealed class IncomingSourceTests() : SourceContract(new IncomingRig());

/// <summary>What every source keeps, of a workbook.</summary>
public sealed class ExcelSourceTests() : SourceContract(new ExcelRig());

/// <summary>Three files with six orders. Each source has a folder of its own: what is archived is gone.</summary>
internal sealed class IncomingRig : ISourceRig
{
    private readonly List<TempFolder> _folders = [];

    public string Entity => "Orders";
    public IReadOnlyList<string> Keys => ["1", "2", "3", "4", "5", "6"];
    public IReadOnlyList<string> Confidential => ["Maria Anders"];

    public Task<ISource> OpenAsync(ConnectorServices services)
    {
        var folder = new TempFolder().With("orders-1.csv", "ID,Buyer\n1,Maria Anders\n2,a\n").With("orders-2.csv", "ID,Buyer\n3,Maria Anders\n4,b,c\n4,b\n5,\n").With("orders-3.csv", "ID,Buyer\n6,Maria Anders\n");
        _folders.Add(folder);
        var options = folder.Orders();
        (options.Entities["Orders"].File, options.Entities["Orders"].Incoming) = ("orders-*.csv", new() { Archive = "archive", QuietSeconds = 0 });
        return Task.FromResult<ISource>(new FilesSource(options, services));
    }

    public ValueTask DisposeAsync()
    {
        _folders.ForEach(folder => folder.Dispose());
        return ValueTask.CompletedTask;
    }
}

/// <summary>Six orders in a sheet, one row of which is broken.</summary>
internal sealed class ExcelRig : ISourceRig
{
    private readonly TempFolder _folder = new TempFolder().With("Orders.xlsx", new XlsxFile().Sheet("Orders", XlsxFile.Row(1, "List") + XlsxFile.Row(2, "ID", "Buyer")
        + XlsxFile.Row(3, 1, "Maria Anders") + XlsxFile.Row(4, 2, "Maria Anders") + XlsxFile.Row(5, null, "Maria Anders") + XlsxFile.Row(7, 3, "a") + XlsxFile.Row(8, 4) + XlsxFile.Row(9, 5, "b") + XlsxFile.Row(10, 6, "c")).ToArray());

    public string Entity => "Orders";
    public IReadOnlyList<string> Keys => ["1", "2", "3", "4", "5", "6"];
    public IReadOnlyList<string> Confidential => ["Maria Anders"];

    public Task<ISource> OpenAsync(ConnectorServices services)
    {
        var options = _folder.Orders();
        options.Entities["Orders"].File = "Orders.xlsx";
        return Task.FromResult<ISource>(new FilesSource(options, services));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
