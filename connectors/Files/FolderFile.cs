using System.Security.Cryptography;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files;

/// <summary>A file in the folder, with how to read it. Holds nothing open itself.</summary>
internal sealed class FolderFile(string folder, string name, FileEncoding encoding, char? delimiter)
{
    private readonly string _path = Path.Combine(folder, name);

    /// <summary>As the settings write it; messages begin with it.</summary>
    public string Name => name;

    /// <summary>What may part its cells; the first that gives a header does.</summary>
    public IReadOnlyList<char> Delimiters { get; } = delimiter is { } said ? [said] : Path.GetExtension(name).ToLowerInvariant() is ".tsv" or ".tab" ? ['\t'] : [',', '\t', ';', '|'];

    public bool IsWorkbook { get; } = Path.GetExtension(name).ToLowerInvariant() is ".xlsx" or ".xlsm" or ".xls";

    /// <summary>What a look at the folder says about the file; changes with its contents as a rule.</summary>
    public (long Length, DateTime Written) Stamp() => new FileInfo(_path) is { Exists: true } file ? (file.Length, file.LastWriteTimeUtc) : default;

    /// <summary>SHA-256 of the contents.</summary>
    public async Task<byte[]> HashAsync(CancellationToken cancellationToken)
    {
        await using var file = Open();
        try
        {
            return await SHA256.HashDataAsync(file, cancellationToken);
        }
        catch (IOException gone)
        {
            throw Unreadable(gone);
        }
    }

    /// <summary>The disk or the network share failed while the file was open.</summary>
    public TransientException Unreadable(IOException gone) => new($"{name} cannot be read: {gone.Message}", inner: gone);

    /// <summary>Opens the text as UTF-8, at an offset in that text, and tells the file's encoding.</summary>
    public async Task<(Stream Text, FileEncoding Encoding)> OpenTextAsync(long offset, CancellationToken cancellationToken)
    {
        var file = Open();
        var start = new byte[4];
        var actual = encoding.HonourMark(start.AsSpan(0, await file.ReadAtLeastAsync(start, 4, throwOnEndOfStream: false, cancellationToken)));
        file.Position = actual.Skip + (actual.IsUtf8 ? offset : 0);
        var text = actual.ToUtf8(file);
        if (!actual.IsUtf8)
            await SkipAsync(text, offset, cancellationToken);
        return (text, actual);
    }

    /// <summary>The first bytes of the file, as many as there are up to a limit.</summary>
    public async Task<byte[]> BeginningAsync(int limit, CancellationToken cancellationToken)
    {
        await using var file = Open();
        var bytes = new byte[Math.Min(limit, file.Length)];
        return bytes[..await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)];
    }

    /// <summary>Opens the file's own bytes.</summary>
    /// <exception cref="SetupException">The folder or the file is not there.</exception>
    /// <exception cref="AccessException">The hub may not read it.</exception>
    /// <exception cref="TransientException">It cannot be opened just now.</exception>
    public FileStream Open()
    {
        try
        {
            // Whoever writes the file is not disturbed; that it changed is noticed by its contents.
            return new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (DirectoryNotFoundException)
        {
            throw NoFolder(Path.GetDirectoryName(_path)!);
        }
        catch (FileNotFoundException)
        {
            var there = Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>();
            throw new SetupException($"{name} is not in {Path.GetFullPath(folder)}.{Nearest.DidYouMean(name, there)} Put the file there, or correct the setting File.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new AccessException($"{name}: the hub may not read this file. Give the user the hub runs as permission to read {Path.GetFullPath(folder)}.");
        }
        catch (IOException busy)
        {
            throw Unreadable(busy);
        }
    }

    public static SetupException NoFolder(string folder) =>
        new($"Folder: {Path.GetFullPath(folder)} is not there. Create it, or correct the setting Folder.");

    private static async Task SkipAsync(Stream text, long count, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0 && await text.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellationToken) is > 0 and var read)
            count -= read;
    }
}
