using System.Data.Common;
using System.Globalization;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Sql;

/// <summary>A column that is compared and sorted by: its values as text for the checkpoint, and back as the database has them.</summary>
/// <param name="Name">As the settings write it.</param>
/// <param name="Ordinal">Its place in a row.</param>
/// <param name="Type">The .NET type the driver gives.</param>
internal sealed record SqlColumn(string Name, int Ordinal, Type Type)
{
    private const string Date = "yyyy-MM-dd";
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A time that knows its instant.</summary>
    public bool HasZone { get; init; }

    /// <summary>A day without a time, whatever .NET type the driver gives it.</summary>
    public bool IsDate { get; init; }

    public string Quoted => Quote(Name);

    public bool IsTime => Type == typeof(DateTime) || Type == typeof(DateTimeOffset) || Type == typeof(DateOnly);

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Null when the row has none.</summary>
    public string? Text(DbDataReader row) => row.IsDBNull(Ordinal) ? null : row.GetValue(Ordinal) switch
    {
        string text => text,
        DateTime date when IsDate => date.ToString(Date, Invariant),
        DateOnly date => date.ToString(Date, Invariant),
        DateTime { Kind: DateTimeKind.Utc } instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", Invariant),
        DateTime wall => wall.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", Invariant),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", Invariant),
        IFormattable value => value.ToString(null, Invariant),
        _ => throw new SetupException($"The column {Name} is of a type that cannot be a key or a cursor. Cast it to text in a query."),
    };

    /// <summary>The value a text stands for.</summary>
    public object Value(string text) => Type switch
    {
        _ when Type == typeof(string) => text,
        _ when Type == typeof(DateTime) && HasZone => DateTimeOffset.Parse(text, Invariant, DateTimeStyles.AssumeUniversal).UtcDateTime,
        _ when Type == typeof(DateTime) => DateTime.SpecifyKind(DateTime.Parse(text, Invariant), DateTimeKind.Unspecified),
        _ when Type == typeof(DateTimeOffset) => DateTimeOffset.Parse(text, Invariant, DateTimeStyles.AssumeUniversal).ToUniversalTime(),
        _ when Type == typeof(DateOnly) => DateOnly.ParseExact(text, Date, Invariant),
        _ when Type == typeof(Guid) => Guid.Parse(text),
        _ => Convert.ChangeType(text, Type, Invariant),
    };
}
