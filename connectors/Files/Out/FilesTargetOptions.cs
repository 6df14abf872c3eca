using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Connectors.Files.Out;

/// <summary>A folder that changes are written into, and how.</summary>
public sealed class FilesTargetOptions
{
    /// <summary>The folder; a relative one is meant from the hub's working directory. It is made when it is missing, the one above it is not.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>What the files are.</summary>
    public OutgoingFormat Format { get; set; } = OutgoingFormat.Csv;

    /// <summary>For CSV, any encoding .NET knows: <c>utf-8</c>, <c>shift_jis</c>, <c>cp932</c>. JSON lines are UTF-8.</summary>
    [Required]
    public string Encoding { get; set; } = "utf-8";

    /// <summary>Begins a UTF-8 or UTF-16 file with a byte order mark: Excel needs it to read UTF-8.</summary>
    public bool ByteOrderMark { get; set; }

    /// <summary>For CSV: one ASCII character.</summary>
    [RegularExpression(@"^[\t -~]$", ErrorMessage = "must be one ASCII character")]
    public string Delimiter { get; set; } = ",";

    /// <summary>The ending of an empty file that is made when a file and those with its lines are complete: <c>.done</c>. Left out: none is; files always appear whole.</summary>
    public string? Marker { get; set; }
}

/// <summary>What outgoing files are.</summary>
public enum OutgoingFormat
{
    /// <summary>A row for each change, and files with the rows of its lists.</summary>
    Csv,

    /// <summary>A JSON object on each line for each change.</summary>
    JsonLines,
}
