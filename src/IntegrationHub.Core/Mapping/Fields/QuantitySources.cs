using System.Globalization;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Tables;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>A number with its unit. No number: no quantity. A number whose unit is absent is refused.</summary>
internal sealed class QuantitySource(Source<decimal> number, Source<string> unit, Site site) : Source<Quantity>
{
    public override Outcome Read(scoped in Scope scope, out Quantity value)
    {
        value = default;
        var outcome = number.Read(in scope, out var count);
        if (outcome is not Outcome.Present)
            return outcome;
        outcome = unit.Read(in scope, out var name);
        if (outcome is Outcome.Present)
        {
            value = new Quantity(count, name);
            return outcome;
        }

        if (outcome is Outcome.Absent)
            scope.Refuse(site, "a quantity without a unit");
        return Outcome.Refused;
    }
}

/// <summary><c>in</c>: a quantity in another unit, by a table. What the table does not say, or what leaves a remainder nobody said how to round, is refused.</summary>
/// <param name="from">The quantity as the record has it.</param>
/// <param name="wanted">The unit it is to be in.</param>
/// <param name="table">What one unit is of another.</param>
/// <param name="product">The product, for rows of its own; null: only rows for all products count.</param>
/// <param name="digits">Digits after the point to round to, half away from zero; null: exact or refused.</param>
/// <param name="site">The quantity's place.</param>
internal sealed class ConvertedQuantitySource(Source<Quantity> from, Source<string> wanted, UnitTable table, Source<string>? product, int? digits, Site site) : Source<Quantity>
{
    public override Outcome Read(scoped in Scope scope, out Quantity value)
    {
        var outcome = from.Read(in scope, out value);
        if (outcome is not Outcome.Present)
            return outcome;
        outcome = wanted.Read(in scope, out var unit);
        var key = "";
        if (product is not null && product.Read(in scope, out key) is Outcome.Refused || outcome is Outcome.Refused)
            return Outcome.Refused;
        var cause = outcome is Outcome.Absent ? "a quantity to be converted without the unit it should be in" : Convert(value, key ?? "", unit, out value);
        scope.Trace?.Change(site, "value", $"in {unit} by {table.Name}", value.Value.ToString(CultureInfo.InvariantCulture), cause);
        scope.Trace?.Change(site, "unit", $"in {unit}", value.Unit, cause);
        if (cause is null)
            return Outcome.Present;
        scope.Refuse(site, cause);
        return Outcome.Refused;
    }

    private string? Convert(Quantity quantity, string key, string unit, out Quantity converted)
    {
        converted = quantity;
        if (table.Between(key, quantity.Unit, unit) is not var (multiply, divide))
            return $"no conversion from '{quantity.Unit}' to '{unit}' in {table.Name}";
        if (ExactMath.Multiply(quantity.Value, multiply) is not { } product)
            return ExactDecimal.TooManyDigits;
        var result = digits is { } places ? ExactMath.DivideRounded(product, divide, places) : ExactMath.Divide(product, divide);
        if (result is not { } number)
            return $"a remainder in the conversion from '{quantity.Unit}' to '{unit}'; say by 'round' how many digits to keep";
        converted = new Quantity(number, unit);
        return null;
    }
}
