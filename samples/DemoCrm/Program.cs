using DemoCrm;
using DemoCrm.Dialects;

const string Usage = """
    demo-crm: a small CRM to deliver to.

      --token <token>    bearer token for /api; or the variable DEMO_CRM_TOKEN
      --port <port>      port on 127.0.0.1, 5081 when left out; or DEMO_CRM_PORT
      --data <folder>    keeps the state there, else in memory only; or DEMO_CRM_DATA
      --dialect <name>   instead of the demo CRM, a stand-in for a vendor's, in memory; see Dialects/
    """;

if (args.Contains("--help"))
{
    Console.WriteLine(Usage);
    return 0;
}
var fromCommandLine = new ConfigurationBuilder().AddCommandLine(args).Build();
if (fromCommandLine.AsEnumerable().FirstOrDefault(setting => setting.Key is not ("token" or "port" or "data" or "dialect")).Key is { } unknown)
    return Refuse($"There is no option --{unknown}.\n\n{Usage}");
var settings = new ConfigurationBuilder().AddEnvironmentVariables("DEMO_CRM_").AddConfiguration(fromCommandLine).Build();
if (settings["token"] is not { Length: > 0 } token)
    return Refuse($"No token is set.\n\n{Usage}");
if (!ushort.TryParse(settings["port"] ?? "5081", out var port))
    return Refuse($"'{settings["port"]}' is no port; it must be 0 to 65535.");

try
{
    if (settings["dialect"] is { } name)
    {
        if (DemoCrm.Dialects.Dialects.All.FirstOrDefault(dialect => dialect.Name == name) is not { } dialect)
            return Refuse($"There is no dialect '{name}'; there are: {string.Join(", ", DemoCrm.Dialects.Dialects.All.Select(known => known.Name))}.");
        await using var standIn = await StandIn.StartAsync(dialect, new StandInOptions { Secret = token, Port = port });
        Console.WriteLine($"Stand-in for {dialect.Name}: {standIn.Address}  (stop with Ctrl-C)");
        await standIn.WaitForShutdownAsync();
        return 0;
    }

    await using var server = await DemoCrmServer.StartAsync(new DemoCrmOptions { Token = token, Port = port, DataFolder = settings["data"] });
    Console.WriteLine($"Demo CRM: {server.Address}  (stop with Ctrl-C)");
    await server.WaitForShutdownAsync();
    return 0;
}
catch (Exception cannotStart) when (cannotStart is IOException or InvalidDataException or UnauthorizedAccessException)
{
    return Refuse(cannotStart.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException
        ? $"Port {port} is taken by another program. Choose another one with --port."
        : $"The demo CRM cannot start: {cannotStart.Message}");
}

static int Refuse(string reason)
{
    Console.Error.WriteLine(reason);
    return 2;
}
