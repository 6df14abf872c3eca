using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Sql;

/// <summary>One database to read. Nothing is ever written to it.</summary>
public sealed class SqlOptions : IValidatableObject
{
    /// <summary>How to reach the database, in the driver's own words, without the password: <c>Host=erp;Database=sales;Username=reader</c>.</summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>The password that belongs into it.</summary>
    public Secret? Password { get; set; }

    /// <summary>
    /// Left out: PostgreSQL. For another database, the factory of its driver as .NET names types, <c>MySqlConnector.MySqlConnectorFactory, MySqlConnector</c>,
    /// with the driver's assembly beside the hub.
    /// </summary>
    public string? Driver { get; set; }

    /// <summary>How the database says "the first so many rows".</summary>
    public SqlLimit Limit { get; set; } = SqlLimit.Fetch;

    /// <summary>Statements for each new session of another driver than PostgreSQL's: one that makes it read only belongs here.</summary>
    public List<string> OnConnect { get; set; } = [];

    /// <summary>A statement that takes longer is given up, in seconds.</summary>
    [Range(1, 3600)]
    public int StatementTimeoutSeconds { get; set; } = 300;

    /// <summary>The zone of times that are stored without one, and of dates.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>What to read, by the name that syncs and mappings use.</summary>
    [Required, MinLength(1)]
    public Dictionary<string, SqlEntityOptions> Entities { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
            yield return new("must be an IANA name such as Asia/Tokyo", [nameof(TimeZone)]);
        if (Problem() is { } problem)
            yield return new(problem, [nameof(ConnectionString)]);
    }

    private string? Problem()
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = ConnectionString };
            return parts.ContainsKey("Password") || parts.ContainsKey("Pwd") ? "holds a password; put it into Password, where it is not shown" : null;
        }
        catch (ArgumentException)
        {
            return "must be of the form Key=value;Key=value";
        }
    }
}

/// <summary>How a database says "the first so many rows".</summary>
public enum SqlLimit
{
    /// <summary><c>offset 0 rows fetch next … rows only</c>, the standard: PostgreSQL, SQL Server, Oracle, Db2.</summary>
    Fetch,

    /// <summary><c>limit …</c>: MySQL, MariaDB, SQLite.</summary>
    Limit,
}

/// <summary>One table or query.</summary>
public sealed class SqlEntityOptions : IValidatableObject
{
    /// <summary>A table or view, as SQL names it: <c>sales.orders</c>.</summary>
    public string? Table { get; set; }

    /// <summary>In its place a query, without <c>order by</c> and semicolon. A column of type <c>json</c> becomes part of the record: order lines by <c>json_agg</c>.</summary>
    public string? Query { get; set; }

    /// <summary>The column with the record's key; unique, never null, and better indexed. Several columns: make one of them in a query.</summary>
    [Required]
    public string Key { get; set; } = "";

    /// <summary>The column that tells when the row was last changed: a timestamp, or a date. Indexed, never null.</summary>
    public string? ChangedAt { get; set; }

    /// <summary>Rows are only added, never changed, and <see cref="Key"/> grows.</summary>
    public bool OnlyAdded { get; set; }

    /// <summary>How long after its time of change a row may still appear, in seconds: the longest transaction that writes it.</summary>
    [Range(0, 86_400)]
    public int OverlapSeconds { get; set; } = 300;

    /// <summary>With <see cref="OnlyAdded"/>: more rows than are added while one transaction is open.</summary>
    [Range(0, 1_000_000)]
    public int Lookback { get; set; } = 1000;

    /// <summary>A column that is true, or has a time in it, when the row counts as deleted.</summary>
    public string? Deleted { get; set; }

    /// <summary>The column with the business date (a date, or a time without a zone), for back-fills of a range of dates and for counting by day. It may be null.</summary>
    public string? BusinessDate { get; set; }

    /// <summary>The column with the company, for back-fills of one and for counting by company.</summary>
    public string? Company { get; set; }

    /// <summary>Columns with exact numbers whose sums <c>hub reconcile</c> compares: <c>net_amount</c>.</summary>
    public List<string> Sums { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Table) == string.IsNullOrWhiteSpace(Query))
            yield return new("needs either Table or Query", [nameof(Table)]);
        if (Query is not null && Query.TrimEnd().EndsWith(';'))
            yield return new("must be one query without a semicolon", [nameof(Query)]);
        if (OnlyAdded && ChangedAt is not null)
            yield return new("makes no sense beside ChangedAt: what is only added never changes", [nameof(OnlyAdded)]);
    }
}
