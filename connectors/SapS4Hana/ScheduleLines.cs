using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>
/// Adds up the schedule lines (納入日程行) of each item of an order: SAP says per schedule line what is delivered, and per item only what is confirmed. The sum stands in the item under
/// the schedule line's own name, which SAP's items do not have.
/// </summary>
internal static class ScheduleLines
{
    public const string Delivered = "DeliveredQtyInOrderQtyUnit";

    /// <summary>The order with the sums in its items; the same bytes when it has no schedule lines.</summary>
    /// <exception cref="Sdk.ProtocolException">A quantity is no number.</exception>
    public static ReadOnlyMemory<byte> WithSums(ReadOnlyMemory<byte> order)
    {
        var json = new Utf8JsonReader(order.Span);
        var (whole, copied) = ((ArrayBufferWriter<byte>?)null, 0);
        decimal? sum = null;
        var itemDepth = -1;   // of the item that is being walked
        var scheduleDepth = -1;
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName)
            {
                if (itemDepth < 0 && json.ValueTextEquals("to_Item"u8))
                    itemDepth = json.CurrentDepth + 2;   // {"results":[{
                else if (itemDepth >= 0 && json.ValueTextEquals("to_ScheduleLine"u8))
                    scheduleDepth = json.CurrentDepth;
                else if (scheduleDepth >= 0 && json.ValueTextEquals("DeliveredQtyInOrderQtyUnit"u8))
                {
                    json.Read();
                    sum = (sum ?? 0) + Number(ref json);
                }
            }
            else if (json.TokenType == JsonTokenType.EndObject && itemDepth >= 0 && json.CurrentDepth == itemDepth)
            {
                if (sum is { } delivered)
                {
                    whole ??= new ArrayBufferWriter<byte>(order.Length + 256);
                    var end = (int)json.TokenStartIndex;
                    whole.Write(order.Span[copied..end]);
                    whole.Write(Encoding.UTF8.GetBytes($",\"{Delivered}\":\"{delivered.ToString(CultureInfo.InvariantCulture)}\""));
                    copied = end;
                }

                (sum, scheduleDepth) = (null, -1);
            }
            else if (json.TokenType == JsonTokenType.EndObject && itemDepth >= 0 && json.CurrentDepth == itemDepth - 2)
                itemDepth = -1;
        }

        if (whole is null)
            return order;
        whole.Write(order.Span[copied..]);
        return whole.WrittenMemory;
    }

    private static decimal Number(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Null ? 0
        : decimal.TryParse(json.TokenType == JsonTokenType.String ? json.GetString() : Encoding.UTF8.GetString(json.ValueSpan), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number
        : throw new Sdk.ProtocolException($"A schedule line's {Delivered} is no number.");
}
