using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Connectors.Files;

/// <summary>A folder of CSV, Excel or XML files, and which of them are entities.</summary>
public sealed class FilesOptions
{
    /// <summary>The folder the files are in; a relative one is meant from the hub's working directory.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Any encoding .NET knows: <c>utf-8</c>, <c>shift_jis</c>, <c>cp932</c>. A byte order mark in a file overrides it, and XML files say theirs themselves.</summary>
    [Required]
    public string Encoding { get; set; } = "utf-8";

    /// <summary>One ASCII character. Left out: a tab for .tsv and .tab files, else the first of comma, tab, semicolon and bar that parts the header.</summary>
    public string? Delimiter { get; set; }

    /// <summary>The entities, by the name that syncs and mappings use.</summary>
    [MinLength(1)]
    public Dictionary<string, EntityOptions> Entities { get; set; } = [];
}

/// <summary>One entity: a file or sheet with one record per row, or XML files with one record per file or element.</summary>
public sealed class EntityOptions
{
    /// <summary>The file's name in the folder; for XML, and with <see cref="Incoming"/>, also a pattern: <c>*.xml</c>, <c>orders/orders-*.csv</c>.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <summary>The column with the record's key, for XML its path (<c>Head.Number</c>); several are joined by a slash: <c>Company/Number</c>.</summary>
    [Required]
    public string Key { get; set; } = "";

    /// <summary>For Excel: the sheet's name, or its number from 1. Left out: the first that is not hidden.</summary>
    public string? Sheet { get; set; }

    /// <summary>The line or row with the columns' names, from 1. Left out: the first of the first 50 that has the key's columns.</summary>
    [Range(1, 1_048_576)]
    public int? HeaderRow { get; set; }

    /// <summary>For Excel: true leaves out rows that are hidden, also by a filter.</summary>
    public bool SkipHiddenRows { get; set; }

    /// <summary>For XML: the element that is a record, by its name without prefix. Left out: the whole file is one.</summary>
    public string? Element { get; set; }

    /// <summary>Lines and the like from other files, by the name of the JSON array they go into.</summary>
    public Dictionary<string, ChildOptions> Children { get; set; } = [];

    /// <summary>The column (for XML: the path) with the business date, as <c>2026-01-31</c> or <c>20260131</c> unless <see cref="BusinessDateFormat"/> says otherwise: for back-fills of a range of dates and for counts by day.</summary>
    public string? BusinessDate { get; set; }

    /// <summary>How the business date is written, as a .NET format: <c>M/d/yyyy</c>, <c>dd.MM.yyyy</c>.</summary>
    public string? BusinessDateFormat { get; set; }

    /// <summary>The column (for XML: the path) with the company, for back-fills of one and for counts by company.</summary>
    public string? Company { get; set; }

    /// <summary>Columns (for XML: paths) with numbers whose sums <c>hub reconcile</c> compares.</summary>
    public List<string> Sums { get; set; } = [];

    /// <summary>For files that come, are read once, and are then put into an archive. Left out: the file stays, and is read again whenever it changes.</summary>
    public IncomingOptions? Incoming { get; set; }
}

/// <summary>A file whose rows belong to an entity's records.</summary>
public sealed class ChildOptions
{
    /// <summary>The file's name in the folder; it may be the entity's own, for another sheet. Of incoming files a <c>*</c> stands for what the entity's <c>*</c> stands for.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <summary>For Excel: the sheet's name, or its number from 1. Left out: the first that is not hidden.</summary>
    public string? Sheet { get; set; }

    /// <summary>The line or row with the columns' names, from 1. Left out: the first of the first 50 that has the columns of <see cref="On"/>.</summary>
    [Range(1, 1_048_576)]
    public int? HeaderRow { get; set; }

    /// <summary>The column with the key of the record a row belongs to; several are joined by a slash, as in the entity's key.</summary>
    [Required]
    public string On { get; set; } = "";
}

/// <summary>How files come, and where they go.</summary>
public sealed class IncomingOptions
{
    /// <summary>Where a file goes when all of it is stored: into a folder of the day in this one. A relative one is meant from the connection's folder.</summary>
    [Required]
    public string Archive { get; set; } = "";

    /// <summary>The ending of an empty file that says that a file is complete: <c>.done</c> for <c>orders-1.csv.done</c> or <c>orders-1.done</c>. Left out: it is when nobody has written to it for <see cref="QuietSeconds"/>.</summary>
    public string? Marker { get; set; }

    /// <summary>How long a file must be left alone before it is read, without a marker.</summary>
    [Range(0, 86_400)]
    public int QuietSeconds { get; set; } = 10;

    /// <summary>In which order files are read.</summary>
    public IncomingOrder Order { get; set; }

    /// <summary>Folders of the archive older than this are removed; left out: none is.</summary>
    [Range(1, 36_500)]
    public int? KeepArchiveDays { get; set; }
}

/// <summary>The order of incoming files.</summary>
public enum IncomingOrder
{
    /// <summary>By name, so that <c>orders-20261127-0900.csv</c> comes before <c>orders-20261127-1000.csv</c>.</summary>
    Name,

    /// <summary>By the time they were last written, then by name.</summary>
    Time,
}
