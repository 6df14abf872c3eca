using System.Globalization;
using IntegrationHub.Sdk;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Connectors.Files;

/// <summary>Puts files that are stored into the archive: <c>archive/2026-11-27/orders-1.csv</c>; a second one of that name and day into <c>archive/2026-11-27/2/</c>.</summary>
internal sealed class FileArchive(Inbox inbox, Func<Arrival, EntityFiles> filesOf, int? keepDays, TimeProvider time, ILogger log)
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>
    /// Moves the file that was read to its end, with what belongs to it. Does nothing when it is gone already, or when another has come in its place, which is then read by the next run.
    /// </summary>
    /// <exception cref="AccessException">The hub may not move it.</exception>
    /// <exception cref="TransientException">It cannot be moved just now.</exception>
    public async Task TakeAsync(FilesPosition position, CancellationToken cancellationToken)
    {
        var arrival = inbox.Named(position.File!);
        try
        {
            string[] paths = [.. inbox.PathsOf(arrival)];
            if (!await IsStoredAsync(arrival, paths, position, cancellationToken))
                return;
            var today = time.GetLocalNow().ToString(Day, CultureInfo.InvariantCulture);
            // The marker goes before the file: left behind, it would say of the next file of this name that it is complete.
            foreach (var path in paths[..^1].Where(File.Exists))
                Move(path, today);
            if (inbox.MarkerOf(arrival) is { } marker)
                File.Delete(marker);
            Move(paths[^1], today);
            Log.Archived(log, position.File!);
            RemoveOld();
        }
        catch (UnauthorizedAccessException)
        {
            throw new AccessException($"{position.File} is stored, but the hub may not move it to {Path.GetFullPath(inbox.Archive)}. Give the user the hub runs as permission to write there and in the folder of the file.");
        }
        catch (IOException busy)
        {
            throw new TransientException($"{position.File} is stored, but cannot be moved to the archive: {busy.Message}. The next run tries again.", inner: busy);
        }
    }

    /// <summary>
    /// Whether what is there is what was stored. With children that went into the archive before the host died: whether the file itself has neither been written nor changed since.
    /// </summary>
    private async Task<bool> IsStoredAsync(Arrival arrival, string[] paths, FilesPosition position, CancellationToken cancellationToken)
    {
        if (!File.Exists(paths[^1]))
            return false;
        var files = filesOf(arrival);
        if (paths.All(File.Exists))
            return await files.FingerprintAsync(cancellationToken) == position.Sha256;
        return files.Files[0].Stamp().Written == position.Written && Convert.ToHexStringLower(await files.Files[0].HashAsync(cancellationToken)) == position.FileSha256;
    }

    private void Move(string path, string today)
    {
        var folder = Path.Combine(inbox.Archive, today);
        for (var n = 2; File.Exists(Path.Combine(folder, Path.GetFileName(path))); n++)
            folder = Path.Combine(inbox.Archive, today, n.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        File.Move(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: false);
    }

    private void RemoveOld()
    {
        if (keepDays is not { } days)
            return;
        var oldest = DateOnly.FromDateTime(time.GetLocalNow().DateTime).AddDays(-days);
        foreach (var folder in Directory.EnumerateDirectories(inbox.Archive))
            if (DateOnly.TryParseExact(Path.GetFileName(folder), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < oldest)
                Directory.Delete(folder, recursive: true);
    }
}
