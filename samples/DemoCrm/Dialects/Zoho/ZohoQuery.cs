using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DemoCrm.Dialects.Zoho;

/// <summary>COQL, as far as the connector speaks it: a list of values, and pages by id. At most 50 fields and 50 values ("Query API: Limitations"). 204 without a body when there is nothing. No subforms.</summary>
internal sealed partial class ZohoQuery(ZohoRecords records, ZohoDialect dialect)
{
    private const int Most = 50;

    public IResult Run(JsonObject body)
    {
        if (Form().Match((string?)body["select_query"] ?? "") is not { Success: true } query)
            throw new ZohoRefusal(StatusCodes.Status400BadRequest, "SYNTAX_ERROR", "error in the query");
        var table = records.Table(query.Groups["module"].Value);
        var fields = query.Groups["fields"].Value.Split(", ");
        if (fields.Length > Most)
            throw new ZohoRefusal(StatusCodes.Status400BadRequest, "LIMIT_EXCEEDED", "more than 50 columns");
        if (fields.Append(query.Groups["by"].Value).FirstOrDefault(name => name.Length > 0 && name != "id" && (!table.FieldTypes.TryGetValue(name, out var type) || type == "subform")) is { } unknown)
            throw new ZohoRefusal(StatusCodes.Status400BadRequest, "INVALID_QUERY", "column given seems to be invalid", new JsonObject { ["column_name"] = unknown });
        var found = Where(table, query).OrderBy(record => record.Id, StringComparer.Ordinal).ToList();
        var (limit, offset) = (Math.Min(int.Parse(query.Groups["limit"].Value, CultureInfo.InvariantCulture), dialect.PageSize), query.Groups["offset"].Success ? int.Parse(query.Groups["offset"].Value, CultureInfo.InvariantCulture) : 0);
        var page = found.Skip(offset).Take(limit).ToList();
        return page.Count == 0 ? Results.NoContent() : Results.Json(new JsonObject
        {
            ["data"] = new JsonArray([.. page.Select(record => (JsonNode)records.Shown(table, record, fields))]),
            ["info"] = new JsonObject { ["count"] = page.Count, ["more_records"] = offset + page.Count < found.Count },
        });
    }

    private static IEnumerable<StandInRecord> Where(StandInTable table, Match query)
    {
        if (query.Groups["there"] is { Success: true, Value: var there })
            return table.Present.Where(record => record.Text(there) is not null && (!query.Groups["last"].Success || string.CompareOrdinal(record.Id, query.Groups["last"].Value) > 0));
        var values = Value().Matches(query.Groups["values"].Value).Select(value => value.Groups[1].Value.Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)).ToList();
        if (values.Count > Most)
            throw new ZohoRefusal(StatusCodes.Status400BadRequest, "LIMIT_EXCEEDED", "more than 50 values");
        var by = query.Groups["by"].Value;
        return by == "id" ? values.Select(table.Find).OfType<StandInRecord>().Where(record => !record.Deleted) : table.Present.Where(record => record.Text(by) is { } text && values.Contains(text, StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"^select (?<fields>[\w, ]+) from (?<module>\w+) where (?:(?<by>\w+) in \((?<values>.*)\)|\(?(?<there>\w+) is not null(?: and id > '?(?<last>\d+)'?)?\)?)(?: order by id)? limit (?:(?<offset>\d+), )?(?<limit>\d+)$", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex(@"'((?:[^'\\]|\\.)*)'")]
    private static partial Regex Value();
}
