using System.Data.Common;
using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.Sql;

/// <summary>Writes what a slice asks for as conditions, its values as parameters of a command.</summary>
internal sealed class SqlSlice(SqlEntity entity, DbCommand command)
{
    private int _parameters;

    /// <summary>Conditions behind others: each begins with "and".</summary>
    public string Where(Slice? slice)
    {
        var sql = "";
        if (slice?.Keys is { } keys)
            sql += $" and {entity.Key.Quoted} in ({string.Join(", ", keys.Select(key => Parameter(Value(entity.Key, key))))})";
        if (slice?.Range is { } range)
            sql += (range.From is null ? "" : $" and {entity.Key.Quoted} >= {Parameter(entity.Key.Value(range.From))}")
                + (range.Before is null ? "" : $" and {entity.Key.Quoted} < {Parameter(entity.Key.Value(range.Before))}");
        if (slice?.Company is { } company)
            sql += $" and {entity.Company!.Quoted} = {Parameter(Value(entity.Company, company))}";
        if (slice?.From is { } from)
            sql += $" and {Day} >= {Parameter(DayValue(from))}";
        if (slice?.To is { } to)
            sql += slice.From is null
                ? $" and ({Day} < {Parameter(DayValue(to.AddDays(1)))} or {Day} is null)"
                : $" and {Day} < {Parameter(DayValue(to.AddDays(1)))}";
        return sql;
    }

    /// <summary>That a row is not marked as deleted, as reading decides it.</summary>
    public string Living() => entity.Deleted is not { } column ? "" : $" and ({column.Quoted} is null" + column.Type switch
    {
        var type when type == typeof(bool) => $" or {column.Quoted} = {Parameter(false)})",
        var type when type == typeof(string) => $" or {column.Quoted} in ('', '0', 'N', 'n', 'false'))",
        var type when type == typeof(int) || type == typeof(short) || type == typeof(byte) || type == typeof(long) || type == typeof(decimal) => $" or {column.Quoted} = 0)",
        _ => ")",
    };

    private string Day => entity.BusinessDate!.Quoted;

    private object DayValue(DateOnly day) => entity.BusinessDate!.Type == typeof(DateOnly) ? day : DateTime.SpecifyKind(day.ToDateTime(TimeOnly.MinValue), DateTimeKind.Unspecified);

    /// <summary>A text that cannot be one of the column's values is a value that is in no row.</summary>
    private static object Value(SqlColumn column, string text)
    {
        try
        {
            return column.Value(text);
        }
        catch (Exception foreign) when (foreign is FormatException or OverflowException or InvalidCastException)
        {
            return DBNull.Value;
        }
    }

    private string Parameter(object value)
    {
        var name = $"slice{_parameters++}";
        SqlEntity.Add(command, name, value);
        return $"@{name}";
    }
}
