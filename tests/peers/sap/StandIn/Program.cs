using SapStandIn;
using SapStandIn.Data;

const string Usage = """
    sap-stand-in: an OData V2 server that behaves as SAP's Gateway does, over SAP's metadata and seeded data.

      --port <port>            port on 127.0.0.1, 4005 when left out; 0: any that is free
      --data <folder>          what seed.mjs wrote there, else the small data set within
      --page-size <entities>   at most so many in one answer, 100 when left out
      --user, --password       HUB and stand-in when left out; client 100
    """;

if (args.Contains("--help"))
{
    Console.WriteLine(Usage);
    return 0;
}

var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
if (settings.AsEnumerable().FirstOrDefault(setting => setting.Key is not ("port" or "data" or "page-size" or "user" or "password")).Key is { } unknown)
    return Refuse($"There is no option --{unknown}.\n\n{Usage}");
if (!ushort.TryParse(settings["port"] ?? "4005", out var port) || !int.TryParse(settings["page-size"] ?? "100", out var size) || size < 1)
    return Refuse($"Port and page size must be numbers.\n\n{Usage}");
try
{
    var options = new SapOptions { User = settings["user"] ?? "HUB", Password = settings["password"] ?? "stand-in", PageSize = size };
    await using var server = await SapServer.StartAsync(settings["data"] is { } folder ? SapData.FromFolder(folder) : null, options, port);
    Console.WriteLine($"SAP stand-in: {server.Address}  (stop with Ctrl-C)");
    await server.WaitForShutdownAsync();
    return 0;
}
catch (Exception cannotStart) when (cannotStart is IOException or InvalidDataException)
{
    return Refuse($"The stand-in cannot start: {cannotStart.Message}");
}

static int Refuse(string reason)
{
    Console.Error.WriteLine(reason);
    return 2;
}
