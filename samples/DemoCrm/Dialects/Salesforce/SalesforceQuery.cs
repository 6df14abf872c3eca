using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DemoCrm.Dialects.Salesforce;

/// <summary>A piece of SOQL: fields of one object, conditions joined by AND, each <c>=</c>, <c>!=</c>, <c>&gt;</c> or <c>IN</c>; results in pages.</summary>
internal sealed partial class SalesforceQuery(SalesforceOrg org, SalesforceDialect dialect)
{
    private readonly ConcurrentDictionary<string, (List<JsonObject> Rows, int From)> _cursors = new(StringComparer.Ordinal);
    private int _number;

    public JsonObject Run(string soql, bool deletedToo, string version)
    {
        if (Shape().Match(soql) is not { Success: true } shape)
            throw Malformed("unexpected token");
        var table = shape.Groups["from"].Value;
        if (!SalesforceSchema.Objects.ContainsKey(table))
            throw new SalesforceRefusal(StatusCodes.Status400BadRequest, "INVALID_TYPE", $"sObject type '{table}' is not supported.");
        var known = org.FieldsOf(table);
        var fields = shape.Groups["select"].Value.Split(',', StringSplitOptions.TrimEntries);
        var conditions = Conditions(shape.Groups["where"].Value);
        foreach (var name in fields.Concat(conditions.Select(condition => condition.Field)))
            if (!known.Any(field => field.Name == name))
                throw new SalesforceRefusal(StatusCodes.Status400BadRequest, "INVALID_FIELD", $"No such column '{name}' on entity '{table}'.");
        var records = Candidates(table, conditions, deletedToo).Where(record => conditions.All(condition => Holds(record, condition)))
            .Select(record => Row(table, record, fields, version)).ToList();
        return Page(records, 0, version);
    }

    public JsonObject More(string locator, string version) =>
        _cursors.TryRemove(locator, out var cursor) ? Page(cursor.Rows, cursor.From, version)
        : throw new SalesforceRefusal(StatusCodes.Status400BadRequest, "INVALID_QUERY_LOCATOR", "invalid query locator");

    private JsonObject Page(List<JsonObject> rows, int from, string version)
    {
        var page = rows.Skip(from).Take(dialect.PageSize).ToList();
        var answer = new JsonObject { ["totalSize"] = rows.Count, ["done"] = from + page.Count == rows.Count };
        if (from + page.Count < rows.Count)
        {
            var locator = $"01g5g00000{Interlocked.Increment(ref _number):D8}-{from + page.Count}";
            _cursors[locator] = (rows, from + page.Count);
            answer["nextRecordsUrl"] = $"/services/data/{version}/query/{locator}";
        }

        answer["records"] = new JsonArray([.. page.Select(row => row.DeepClone())]);
        return answer;
    }

    private IEnumerable<StandInRecord> Candidates(string table, List<(string Field, string Operator, List<string?> Values)> conditions, bool deletedToo)
    {
        var records = org.Store.Table(table);
        if (conditions.FirstOrDefault(condition => condition.Operator is "=" or "IN") is { Field: { } field } indexed && !deletedToo)
            return field == "Id" ? indexed.Values.Select(value => records.Find(value ?? "")).OfType<StandInRecord>().Where(record => !record.Deleted)
                : indexed.Values.OfType<string>().SelectMany(value => records.Where(field, value)).DistinctBy(record => record.Id);
        return deletedToo ? records.Ever : records.Present;
    }

    private static bool Holds(StandInRecord record, (string Field, string Operator, List<string?> Values) condition)
    {
        var text = Text(record, condition.Field);
        return condition.Operator switch
        {
            "!=" => text != condition.Values[0],
            ">" => string.CompareOrdinal(text, condition.Values[0]) > 0,
            _ => condition.Values.Contains(text),
        };
    }

    private static string? Text(StandInRecord record, string field) => field switch
    {
        "Id" => record.Id,
        "IsDeleted" => record.Deleted ? "true" : "false",
        "MasterRecordId" => record.MergedInto,
        _ => record.Text(field),
    };

    private static JsonObject Row(string table, StandInRecord record, string[] fields, string version)
    {
        var row = new JsonObject { ["attributes"] = new JsonObject { ["type"] = table, ["url"] = $"/services/data/{version}/sobjects/{table}/{record.Id}" } };
        foreach (var name in fields)
            row[name] = name switch { "Id" => record.Id, "IsDeleted" => record.Deleted, "MasterRecordId" => record.MergedInto, _ => record.Fields[name]?.DeepClone() };
        return row;
    }

    private static List<(string Field, string Operator, List<string?> Values)> Conditions(string where)
    {
        var conditions = new List<(string, string, List<string?>)>();
        for (var rest = where.Trim(); rest.Length > 0;)
        {
            if (Condition().Match(rest) is not { Success: true } found)
                throw Malformed(string.Create(CultureInfo.InvariantCulture, $"unexpected token at {where.Length - rest.Length}"));
            conditions.Add((found.Groups["field"].Value, found.Groups["op"].Value, [.. Literal().Matches(found.Groups["values"].Value).Select(Value)]));
            rest = rest[found.Length..].TrimStart();
            if (rest.StartsWith("AND ", StringComparison.Ordinal))
                rest = rest[4..].TrimStart();
            else if (rest.Length > 0)
                throw Malformed("unexpected token");
        }

        return conditions;
    }

    private static string? Value(Match literal) =>
        literal.Value == "null" ? null : literal.Value[0] != '\'' ? literal.Value
        : Regex.Replace(literal.Value[1..^1], @"\\(.)", escape => escape.Groups[1].Value switch { "n" => "\n", "r" => "\r", "t" => "\t", var letter => letter });

    private static SalesforceRefusal Malformed(string why) => new(StatusCodes.Status400BadRequest, "MALFORMED_QUERY", why);

    [GeneratedRegex(@"^SELECT (?<select>\w+(?:\s*,\s*\w+)*) FROM (?<from>\w+)(?: WHERE (?<where>.*?))?(?: ORDER BY \w+)?$", RegexOptions.Singleline)]
    private static partial Regex Shape();

    [GeneratedRegex(@"^(?<field>\w+)\s*(?<op>!=|=|>|IN)\s*(?<values>\((?:\s*'(?:[^'\\]|\\.)*'\s*,?)+\)|'(?:[^'\\]|\\.)*'|null|true|false)", RegexOptions.Singleline)]
    private static partial Regex Condition();

    [GeneratedRegex(@"'(?:[^'\\]|\\.)*'|null|true|false", RegexOptions.Singleline)]
    private static partial Regex Literal();
}
