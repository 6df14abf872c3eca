using System.Text.Json;

namespace DemoCrm.State;

/// <summary>
/// The file that keeps the state: one JSON line per change, on the disk before the change is answered. A line that was being
/// written when the process died has no line end and was never answered; it is cut off at the next start.
/// </summary>
internal sealed class Journal : IDisposable
{
    private static readonly byte[] LineEnd = [(byte)'\n'];

    private readonly FileStream _file;

    private Journal(FileStream file) => _file = file;

    /// <summary>Opens the folder's journal and replays it, oldest change first.</summary>
    /// <exception cref="InvalidDataException">A finished line is not readable.</exception>
    /// <exception cref="IOException">The file cannot be opened, or another demo CRM has it open.</exception>
    public static Journal Open(string folder, Action<JournalEntry> replay)
    {
        Directory.CreateDirectory(folder);
        var file = new FileStream(Path.Combine(folder, "crm.jsonl"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            var end = Replay(file, replay);
            file.SetLength(end);
            file.Position = end;
            return new Journal(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends a change. It is safe only after <see cref="Flush"/>.</summary>
    public void Write(JournalEntry entry)
    {
        var start = _file.Position;
        try
        {
            _file.Write(JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry));
            _file.Write(LineEnd);
        }
        catch (IOException)
        {
            _file.SetLength(start);   // half a line in the middle would make the file unreadable
            throw;
        }
    }

    /// <summary>Puts what was written onto the disk.</summary>
    public void Flush() => _file.Flush(flushToDisk: true);

    public void Dispose() => _file.Dispose();

    /// <returns>Where the last finished line ends.</returns>
    private static long Replay(FileStream file, Action<JournalEntry> replay)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var (start, line) = (0, 0);
        while (bytes.AsSpan(start).IndexOf((byte)'\n') is var length and >= 0)
        {
            line++;
            replay(Read(bytes.AsSpan(start, length), file.Name, line));
            start += length + 1;
        }
        return start;
    }

    private static JournalEntry Read(ReadOnlySpan<byte> json, string path, int line)
    {
        try
        {
            return JsonSerializer.Deserialize(json, JournalJson.Default.JournalEntry) ?? throw new JsonException("null");
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException($"{path} line {line} is not readable. Move the file away to start with an empty CRM.", damaged);
        }
    }
}
