using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationHub.Core.Store.Embedded;

/// <summary>
/// Where the server's files are: <c>server/</c> in the folder asked for. A root host whose PostgreSQL user cannot get there (a
/// checkout under a home that is closed to others) keeps them in <c>/var/lib/integrationhub/</c>, and <c>server</c> is a link to it.
/// </summary>
internal sealed partial class ServerFolder
{
    private const string Elsewhere = "/var/lib/integrationhub";
    // sun_path has 108 bytes on Linux and 104 on macOS, with its closing zero.
    private const int LongestSocketPath = 103;

    private ServerFolder(string root, string socket)
    {
        Root = root;
        Socket = socket;
    }

    public string Root { get; }

    public string Data => Path.Combine(Root, "data");

    public string LogFile => Path.Combine(Root, "server.log");

    /// <summary>The folder of the socket, closed to everybody but the server's user: that is what stands for a password.</summary>
    public string Socket { get; }

    [UnsupportedOSPlatform("windows")]
    public static async Task<ServerFolder> PrepareAsync(string folder, ServerUser user, CancellationToken cancellationToken)
    {
        var root = await RootAsync(folder, user, cancellationToken);
        var socket = Path.Combine(root, "socket");
        // A name PostgreSQL and Npgsql take without quoting, too.
        if (Encoding.UTF8.GetByteCount(socket) + "/.s.PGSQL.5432".Length > LongestSocketPath || !PlainPath().IsMatch(socket))
            socket = Path.Combine(Path.GetTempPath(), $"integrationhub-{Short(root)}");
        await user.OwnAsync(socket, cancellationToken);
        // In a temp folder anybody could have made it before us.
        if (File.GetUnixFileMode(socket) != (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute) || !await user.MayWriteAsync(socket, cancellationToken))
            throw new StoreSetupException($"The socket folder {socket} is not private to the user PostgreSQL runs as. Remove it and start again.");
        return new ServerFolder(root, socket);
    }

    /// <summary>A socket folder under the temp folder goes with its server.</summary>
    public void RemoveSocketElsewhere()
    {
        if (!Socket.StartsWith(Root, StringComparison.Ordinal) && Directory.Exists(Socket))
            Directory.Delete(Socket, recursive: true);
    }

    [UnsupportedOSPlatform("windows")]
    private static async Task<string> RootAsync(string folder, ServerUser user, CancellationToken cancellationToken)
    {
        var root = Path.Combine(folder, "server");
        if (new DirectoryInfo(root).LinkTarget is { } target)
            root = Path.GetFullPath(target, folder);
        await user.OwnAsync(root, cancellationToken);
        if (await user.MayWriteAsync(root, cancellationToken))
            return root;
        if (user.Name is null)
            throw new StoreSetupException($"{root} belongs to another user. Start the hub as the user who started it first, or remove {folder} (as that user) to start afresh.");
        if (root != Path.Combine(folder, "server") || Directory.EnumerateFileSystemEntries(root).Any())
            throw new StoreSetupException($"PostgreSQL runs as '{user.Name}', who cannot get to its data in {root}. Open the folders above it (chmod o+x), or move the data folder.");

        Directory.Delete(root);
        Directory.CreateDirectory(Elsewhere, (UnixFileMode)0b111_101_101);
        var elsewhere = Path.Combine(Elsewhere, Short(folder));
        await user.OwnAsync(elsewhere, cancellationToken);
        Directory.CreateSymbolicLink(root, elsewhere);
        return elsewhere;
    }

    private static string Short(string path) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..12];

    [GeneratedRegex(@"^[\w/.+-]+$")]
    private static partial Regex PlainPath();
}
