using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DemoCrm.Dialects.Kintone;

/// <summary>Reads and writes records of an app. Kept are the values as kintone gives them: texts, and rows of tables. Called under the store's lock.</summary>
internal static partial class KintoneRecords
{
    private const int MostRecords = 100;

    public static JsonObject Form(StandInTable table)
    {
        var properties = new JsonObject();
        foreach (var (code, type) in table.FieldTypes.Where(field => !field.Key.Contains('.', StringComparison.Ordinal)))
        {
            var property = Property(code, type, table.UniqueFields.Contains(code));
            if (type == "SUBTABLE")
                property["fields"] = new JsonObject(table.FieldTypes.Where(field => field.Key.StartsWith($"{code}.", StringComparison.Ordinal)).Select(field => KeyValuePair.Create(field.Key[(code.Length + 1)..], (JsonNode?)Property(field.Key[(code.Length + 1)..], field.Value, isUnique: false))));
            properties[code] = property;
        }

        return new JsonObject { ["properties"] = properties, ["revision"] = 2 };
    }

    public static IResult Read(StandInTable table, IQueryCollection query)
    {
        var text = query["query"].ToString();
        var limit = Limit().Match(text) is { Success: true } given ? int.Parse(given.Groups[1].Value, CultureInfo.InvariantCulture) : 100;
        if (limit > 500)
            return KintoneDialect.Error(400, "CB_VA01", "Missing or invalid input.");
        var wanted = query.Keys.Where(key => key.StartsWith("fields", StringComparison.Ordinal)).SelectMany(key => query[key].ToArray()).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var found = table.Present.Where(record => Meets(record, text)).Take(limit).Select(record => (JsonNode)Shown(table, record, wanted));
        return Results.Json(new JsonObject { ["records"] = new JsonArray([.. found]) });
    }

    public static IResult Put(StandInTable table, JsonObject body)
    {
        var records = body["records"]!.AsArray();
        if (records.Count is 0 or > MostRecords)
            return KintoneDialect.Error(400, "CB_VA01", "Missing or invalid input.", new JsonObject { ["records"] = new JsonObject { ["messages"] = new JsonArray($"100 records at most.") } });
        var errors = new JsonObject();
        var changes = new List<(StandInRecord? There, JsonObject Fields)>(records.Count);
        for (var at = 0; at < records.Count; at++)
        {
            var (id, key) = (records[at]!["id"]?.ToString(), records[at]!["updateKey"]);
            var there = id is not null ? table.Find(id) is { Deleted: false } known ? known : null : table.Where((string)key!["field"]!, (string)key["value"]!).SingleOrDefault();
            if (id is not null && there is null)
                return KintoneDialect.Error(404, "GAIA_RE01", $"The specified record (ID: {id}) is not found.");
            if (key is not null && !table.UniqueFields.Contains((string)key["field"]!))
                errors[$"records[{at}].updateKey.field"] = Messages("The field must be unique.");
            var fields = Fields(table, records[at]!["record"]?.AsObject() ?? [], at, errors);
            if (key is not null)
                fields[(string)key["field"]!] = (string)key["value"]!;
            foreach (var unique in table.UniqueFields.Where(unique => fields[unique] is { } value && table.Where(unique, value.ToString()).Any(other => other.Id != there?.Id)))
                errors[$"records[{at}].record.{unique}.value"] = Messages("The value already exists.");
            if (there is null && body["upsert"] is not JsonValue)
                errors[$"records[{at}].updateKey.value"] = Messages("There is no such record.");
            changes.Add((there, fields));
        }

        if (errors.Count > 0)
            return KintoneDialect.Error(400, "CB_VA01", "Missing or invalid input.", errors);
        return Results.Json(new JsonObject { ["records"] = new JsonArray([.. changes.Select(change => (JsonNode)Write(table, change.There, change.Fields))]) });
    }

    public static IResult Delete(StandInTable table, IQueryCollection query)
    {
        var ids = query.Keys.Where(key => key.StartsWith("ids", StringComparison.Ordinal)).SelectMany(key => query[key].ToArray()).OfType<string>().ToList();
        if (ids.Count is 0 or > MostRecords)
            return KintoneDialect.Error(400, "CB_VA01", "Missing or invalid input.");
        if (ids.FirstOrDefault(id => table.Find(id) is not { Deleted: false }) is { } unknown)
            return KintoneDialect.Error(404, "GAIA_RE01", $"The specified record (ID: {unknown}) is not found.");
        foreach (var id in ids)
            table.Delete(id);
        return Results.Json(new JsonObject());
    }

    private static JsonObject Write(StandInTable table, StandInRecord? there, JsonObject fields)
    {
        var written = there is null ? table.Create(fields) : table.Patch(there.Id, fields);
        return new JsonObject { ["id"] = long.Parse(written.Id, CultureInfo.InvariantCulture), ["operation"] = there is null ? "INSERT" : "UPDATE", ["revision"] = written.Version };
    }

    /// <summary>What a request sets, of the fields there are; the others are ignored.</summary>
    private static JsonObject Fields(StandInTable table, JsonObject record, int row, JsonObject errors)
    {
        var fields = new JsonObject();
        foreach (var (code, given) in record.Where(field => table.FieldTypes.ContainsKey(field.Key)))
        {
            var value = given!["value"];
            if (value is JsonArray rows && table.FieldTypes[code] == "SUBTABLE")
            {
                for (var line = 0; line < rows.Count; line++)
                {
                    foreach (var (column, cell) in rows[line]!["value"]!.AsObject().Where(cell => table.FieldTypes.ContainsKey($"{code}.{cell.Key}")))
                        Check(table.FieldTypes[$"{code}.{column}"], cell!["value"], $"records[{row}].record[{code}].value[{line}].value[{column}].value", errors);
                }
            }
            else
            {
                Check(table.FieldTypes[code], value, $"records[{row}].record.{code}.value", errors);
            }

            fields[code] = value is JsonValue text && text.ToString().Length == 0 ? null : value?.DeepClone();
        }

        return fields;
    }

    private static void Check(string type, JsonNode? value, string place, JsonObject errors)
    {
        if (type == "NUMBER" && value?.ToString() is { Length: > 0 } number && !decimal.TryParse(number, NumberStyles.Number, CultureInfo.InvariantCulture, out _))
            errors[place] = Messages("Only numbers are allowed.");
        if (type == "DATE" && value?.ToString() is { Length: > 0 } date && !DateOnly.TryParseExact(date, "yyyy-MM-dd", out _))
            errors[place] = Messages("The date is invalid.");
    }

    private static JsonObject Messages(string message) => new() { ["messages"] = new JsonArray(message) };

    private static JsonObject Shown(StandInTable table, StandInRecord record, HashSet<string> wanted)
    {
        var shown = new JsonObject { ["$id"] = new JsonObject { ["type"] = "__ID__", ["value"] = record.Id }, ["$revision"] = new JsonObject { ["type"] = "__REVISION__", ["value"] = record.Version.ToString(CultureInfo.InvariantCulture) } };
        foreach (var (code, type) in table.FieldTypes.Where(field => !field.Key.Contains('.', StringComparison.Ordinal)))
            shown[code] = new JsonObject { ["type"] = type, ["value"] = type == "SUBTABLE" ? Rows(table, code, record.Fields[code] as JsonArray ?? []) : record.Fields[code]?.DeepClone() ?? "" };
        foreach (var code in shown.Select(field => field.Key).Where(code => wanted.Count > 0 && !wanted.Contains(code)).ToList())
            shown.Remove(code);
        return shown;
    }

    private static JsonArray Rows(StandInTable table, string code, JsonArray rows)
    {
        var columns = table.FieldTypes.Where(field => field.Key.StartsWith($"{code}.", StringComparison.Ordinal)).Select(field => (Name: field.Key[(code.Length + 1)..], field.Value)).ToList();
        return [.. rows.Select((row, at) => (JsonNode)new JsonObject
        {
            ["id"] = (at + 1).ToString(CultureInfo.InvariantCulture),
            ["value"] = new JsonObject(columns.Select(column => KeyValuePair.Create(column.Name, (JsonNode?)new JsonObject { ["type"] = column.Value, ["value"] = row!["value"]![column.Name]?["value"]?.DeepClone() ?? "" }))),
        })];
    }

    private static JsonObject Property(string code, string type, bool isUnique)
    {
        var property = new JsonObject { ["type"] = type, ["code"] = code, ["label"] = code, ["noLabel"] = false };
        if (type != "SUBTABLE")
            property["required"] = false;
        if (type is "SINGLE_LINE_TEXT" or "NUMBER" or "DATE" or "DATETIME" or "LINK")
            property["unique"] = isUnique;
        return property;
    }

    private static bool Meets(StandInRecord record, string query)
    {
        if (Behind().Match(query) is { Success: true } behind && long.Parse(record.Id, CultureInfo.InvariantCulture) <= long.Parse(behind.Groups[1].Value, CultureInfo.InvariantCulture))
            return false;
        if (NotEmpty().Match(query) is { Success: true } set && string.IsNullOrEmpty(record.Text(set.Groups[1].Value)))
            return false;
        if (OneOf().Match(query) is not { Success: true } list)
            return true;
        var values = Quoted().Matches(list.Groups[2].Value).Select(value => Escaped().Replace(value.Groups[1].Value, "$1"));
        var own = list.Groups[1].Value == "$id" ? record.Id : record.Text(list.Groups[1].Value);
        return values.Contains(own, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"limit (\d+)\s*$")]
    private static partial Regex Limit();

    [GeneratedRegex(@"\$id > (\d+) order by \$id asc")]
    private static partial Regex Behind();

    [GeneratedRegex("^\\((\\S+) != \"\"\\)")]
    private static partial Regex NotEmpty();

    [GeneratedRegex("^\\((\\S+) in \\((.*)\\)\\) and \\$id > ")]
    private static partial Regex OneOf();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escaped();
}
