using System.ComponentModel.DataAnnotations;

namespace IntegrationHub.Connectors.Files;

/// <summary>A folder of CSV or XML files, and which of them are entities.</summary>
public sealed class FilesOptions
{
    /// <summary>The folder the files are in; a relative one is meant from the hub's working directory.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>Any encoding .NET knows: <c>utf-8</c>, <c>shift_jis</c>, <c>cp932</c>. A byte order mark in a file overrides it, and XML files say theirs themselves.</summary>
    [Required]
    public string Encoding { get; set; } = "utf-8";

    /// <summary>One ASCII character. Left out: a tab for .tsv and .tab files, else a comma.</summary>
    public string? Delimiter { get; set; }

    /// <summary>The entities, by the name that syncs and mappings use.</summary>
    [MinLength(1)]
    public Dictionary<string, EntityOptions> Entities { get; set; } = [];
}

/// <summary>One entity: a file with one record per row, or XML files with one record per file or element.</summary>
public sealed class EntityOptions
{
    /// <summary>The file's name in the folder; for XML also a pattern: <c>*.xml</c>, <c>orders/*.xml</c>.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <summary>The column with the record's key, for XML its path (<c>Head.Number</c>); several are joined by a slash: <c>Company/Number</c>.</summary>
    [Required]
    public string Key { get; set; } = "";

    /// <summary>For XML: the element that is a record, by its name without prefix. Left out: the whole file is one.</summary>
    public string? Element { get; set; }

    /// <summary>Lines and the like from other files, by the name of the JSON array they go into.</summary>
    public Dictionary<string, ChildOptions> Children { get; set; } = [];
}

/// <summary>A file whose rows belong to an entity's records.</summary>
public sealed class ChildOptions
{
    /// <summary>The file's name in the folder.</summary>
    [Required]
    public string File { get; set; } = "";

    /// <summary>The column with the key of the record a row belongs to; several are joined by a slash, as in the entity's key.</summary>
    [Required]
    public string On { get; set; } = "";
}
