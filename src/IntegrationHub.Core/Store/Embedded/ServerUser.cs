using System.Runtime.Versioning;

namespace IntegrationHub.Core.Store.Embedded;

/// <summary>
/// The operating system's user that PostgreSQL runs as. PostgreSQL refuses to run as root, so a root host hands it to
/// <c>postgres</c>, or to <c>nobody</c> where there is no such user; any other host runs it as itself.
/// </summary>
/// <param name="Name">Null: the host's own user.</param>
/// <param name="Uid">Of the other user.</param>
/// <param name="Gid">Of the other user.</param>
internal sealed record ServerUser(string? Name, string Uid, string Gid)
{
    private static readonly ServerUser s_self = new(null, "", "");

    public static ServerUser OfThisProcess()
    {
        if (!Environment.IsPrivilegedProcess)
            return s_self;
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToList();
        var account = accounts.Find(fields => fields[0] == "postgres") ?? accounts.Find(fields => fields[0] == "nobody")
            ?? throw new StoreSetupException("PostgreSQL does not run as root, and this machine has neither a user 'postgres' nor 'nobody'. Start the hub as an ordinary user.");
        return new ServerUser(account[0], account[2], account[3]);
    }

    /// <summary>A command to be run as this user.</summary>
    public Command Command(string program, params IEnumerable<string> arguments) => Name is null
        ? new Command(program, [.. arguments])
        : new Command("setpriv", [$"--reuid={Uid}", $"--regid={Gid}", "--clear-groups", "--", program, .. arguments]);

    /// <summary>Makes the folder when missing, for this user's eyes only.</summary>
    [UnsupportedOSPlatform("windows")]
    public async Task OwnAsync(string folder, CancellationToken cancellationToken)
    {
        if (Name is null)
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        else
            await new Command("install", ["-d", "-o", Uid, "-g", Gid, "-m", "0700", folder]).RunAsync(cancellationToken);
    }

    public async Task<bool> MayWriteAsync(string folder, CancellationToken cancellationToken) =>
        await Command("test", "-w", folder).ExitCodeAsync(cancellationToken) == 0;
}
