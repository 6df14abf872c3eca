using System.Globalization;
using System.Text;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Tables;

/// <summary>
/// What one unit is of another: columns <c>product</c> (empty: for all products), <c>unit</c>, <c>factor</c>, <c>base</c> and perhaps <c>divisor</c>. One
/// <c>unit</c> is <c>factor</c> ÷ <c>divisor</c> of <c>base</c>, as SAP's MARM has it. Immutable.
/// </summary>
internal sealed class UnitTable
{
    private readonly Dictionary<(string Product, string Unit), Factor> factors = [];

    private UnitTable(string name) => Name = name;

    /// <summary>The file's name, for messages.</summary>
    public string Name { get; }

    public static UnitTable Read(MappingPart part, Lints lints)
    {
        var table = new UnitTable(Path.GetFileName(part.File));
        foreach (var row in TableFile.Read(part, ["product", "unit", "factor", "base"], ["divisor"], lints))
        {
            if (row.Cells is not [var product, { Length: > 0 } unit, var number, { Length: > 0 } toUnit, var divisor])
                lints.AddTo(part.File, row.Line, "'unit' and 'base' must not be empty");
            else if (Positive(number) is not { } factor || Positive(divisor.Length == 0 ? "1" : divisor) is not { } by)
                lints.AddTo(part.File, row.Line, "'factor' and 'divisor' must be numbers greater than zero, with a point and no other marks");
            else if (!table.factors.TryAdd((product, unit), new Factor(factor, by, toUnit)))
                lints.AddTo(part.File, row.Line, string.Create(CultureInfo.InvariantCulture, $"there is a row for '{unit}' of {(product.Length == 0 ? "all products" : $"product '{product}'")} already"));
        }

        return table;
    }

    /// <summary>What is to be multiplied and divided to come from one unit to another; null when the table does not say. A product's own rows come first.</summary>
    public (decimal Multiply, decimal Divide)? Between(string product, string from, string to)
    {
        if (from == to)
            return (1, 1);
        var here = Find(product, from);
        if (here?.Base == to)
            return (here.Number, here.Divisor);
        var there = Find(product, to);
        if (there?.Base == from)
            return (there.Divisor, there.Number);
        return here is not null && there is not null && here.Base == there.Base
            && ExactMath.Multiply(here.Number, there.Divisor) is { } multiply && ExactMath.Multiply(here.Divisor, there.Number) is { } divide
            ? (multiply, divide)
            : null;
    }

    private Factor? Find(string product, string unit) => factors.GetValueOrDefault((product, unit)) ?? factors.GetValueOrDefault(("", unit));

    private static decimal? Positive(string text) => ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var number) is null && number > 0 ? number : null;

    private sealed record Factor(decimal Number, decimal Divisor, string Base);
}
