using IntegrationHub.Sdk;

namespace IntegrationHub.Connectors.SapS4Hana;

/// <summary>Fields that the connector adds to SAP's, and what must be asked for so that it can.</summary>
internal static class SapFields
{
    private const string OpenAmount = "OpenAmountInTransactionCurrency";
    private const string DeliveredOfItem = "to_Item.results[]." + ScheduleLines.Delivered;
    private const string DeliveredOfScheduleLine = "to_Item.results[].to_ScheduleLine.results[]." + ScheduleLines.Delivered;

    /// <summary>What the open amount is made of.</summary>
    public static string[] Open { get; } = ["IsCleared", "AmountInTransactionCurrency"];

    /// <summary>A stock record's fields; which stock types there are is the system's business.</summary>
    public static IReadOnlyList<SourceField> Stock { get; } =
    [
        new("Material", SourceFieldKind.Text), new("Plant", SourceFieldKind.Text), new("StorageLocation", SourceFieldKind.Text), new("MaterialBaseUnit", SourceFieldKind.Text), new("Quantity", SourceFieldKind.Object),
        .. Enumerable.Range(1, 9).Select(type => new SourceField($"Quantity.0{type}", SourceFieldKind.Text)),
    ];

    /// <summary>The fields a mapping reads, with those that what it reads is made of.</summary>
    public static IReadOnlyList<string>? Needed(SapEntity entity, IReadOnlyList<string>? fields) =>
        fields is not null && entity.Name == "A_SalesOrder" && fields.Contains(DeliveredOfItem) ? [.. fields, DeliveredOfScheduleLine] : fields;

    /// <summary>Whether anything of an attachment is read, and which fields of it; null: all.</summary>
    public static (bool Read, IReadOnlyList<string>? Fields) OfAttachment(SapAttachment attachment, IReadOnlyList<string>? fields)
    {
        if (fields is null)
            return (true, null);
        var prefix = attachment.IsOne ? $"{attachment.Name}." : $"{attachment.Name}.results[].";
        string[] theirs = [.. fields.Where(field => field.StartsWith(prefix, StringComparison.Ordinal)).Select(field => field[prefix.Length..])];
        return (theirs.Length > 0 || fields.Any(field => field == attachment.Name || field.StartsWith($"{attachment.Name}.", StringComparison.Ordinal)) || attachment.AddsOpenAmount && fields.Contains(OpenAmount), theirs);
    }

    /// <summary>What is in a record beside what its own set has.</summary>
    public static IEnumerable<SourceField> Added(SapEntity entity, SapAttachment? attachment, IReadOnlyList<SourceField> theirs)
    {
        if (entity.Name == "A_SalesOrder")
            yield return new(DeliveredOfItem, SourceFieldKind.Text);
        if (attachment is null)
            yield break;
        yield return new(attachment.Name, SourceFieldKind.Object);
        if (!attachment.IsOne)
            yield return new($"{attachment.Name}.results", SourceFieldKind.List);
        foreach (var field in theirs)
            yield return field with { Path = $"{attachment.Name}.{(attachment.IsOne ? "" : "results[].")}{field.Path}" };
        if (attachment.AddsOpenAmount)
            yield return new(OpenAmount, SourceFieldKind.Text);
    }
}
