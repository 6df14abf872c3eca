using System.Buffers;
using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationHub.Connectors.Sql;

/// <summary>Rows as JSON objects, named by their columns. Numbers stay numbers, to the last digit; JSON in a column becomes part of the record.</summary>
internal sealed class SqlJson
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly string[] _names;
    private readonly bool[] _isJson;

    public SqlJson(DbDataReader rows)
    {
        _names = [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)];
        _isJson = [.. Enumerable.Range(0, rows.FieldCount).Select(column => rows.GetDataTypeName(column) is "json" or "jsonb" or "JSON")];
    }

    public byte[] Write(DbDataReader row)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, Writing))
        {
            json.WriteStartObject();
            for (var column = 0; column < _names.Length; column++)
            {
                json.WritePropertyName(_names[column]);
                if (row.IsDBNull(column))
                    json.WriteNullValue();
                else if (_isJson[column])
                    json.WriteRawValue(row.GetString(column));
                else
                    Write(json, row.GetValue(column));
            }

            json.WriteEndObject();
        }

        return _buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text: json.WriteStringValue(text); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case short number: json.WriteNumberValue(number); break;
            case byte number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
            case DateOnly date: json.WriteStringValue(date.ToString("yyyy-MM-dd", null)); break;
            case DateTime time: json.WriteStringValue(time); break;
            case DateTimeOffset time: json.WriteStringValue(time); break;
            case Guid id: json.WriteStringValue(id); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case Array several:
                json.WriteStartArray();
                foreach (var one in several)
                {
                    if (one is null or DBNull)
                        json.WriteNullValue();
                    else
                        Write(json, one);
                }

                json.WriteEndArray();
                break;
            default: json.WriteStringValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)); break;
        }
    }
}
