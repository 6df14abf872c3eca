using System.Globalization;
using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Files.Out;

/// <summary>
/// The numbers of an object's files, in a file of its own beside them: whoever reads the files may take them away, and hosts' clocks differ. Holding it open keeps other writers out, so that files appear in
/// the order of their numbers.
/// </summary>
internal sealed class FileSequence : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private const int Tries = 200;
    private readonly FileStream _file;
    private long _last;

    private FileSequence(FileStream file, long last) => (_file, _last) = (file, last);

    /// <summary>Waits for other writers, ten seconds at most.</summary>
    /// <exception cref="TransientException">Somebody else held it all the while.</exception>
    /// <exception cref="ProtocolException">Something else is in the file.</exception>
    public static async Task<FileSequence> OpenAsync(string folder, string entity, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, $".{entity}.sequence");
        for (var left = Tries; ; left--)
        {
            try
            {
                return Read(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), path);
            }
            catch (IOException busy) when (busy is not (DirectoryNotFoundException or FileNotFoundException))
            {
                if (left == 0)
                    throw new TransientException($"{path} is held by another program.", inner: busy);
                await Task.Delay(Between, time, cancellationToken);
            }
        }
    }

    /// <summary>The next number. It is on the disk before it is given, so that no other file ever has it.</summary>
    public long Next()
    {
        _file.SetLength(0);
        _file.Write(Encoding.ASCII.GetBytes((++_last).ToString(CultureInfo.InvariantCulture)));
        _file.Flush(flushToDisk: true);
        return _last;
    }

    public void Dispose() => _file.Dispose();

    private static FileSequence Read(FileStream file, string path)
    {
        using var reader = new StreamReader(file, Encoding.ASCII, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var text = reader.ReadToEnd();
        if (text.Length == 0 || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return new FileSequence(file, text.Length == 0 ? 0 : long.Parse(text, CultureInfo.InvariantCulture));
        file.Dispose();
        throw new ProtocolException($"{path} should hold the number of the last file. Write it there, and go on.");
    }
}
