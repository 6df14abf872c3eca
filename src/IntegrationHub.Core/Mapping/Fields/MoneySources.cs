using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Canonical;
using IntegrationHub.Core.Mapping.Codes;
using IntegrationHub.Core.Mapping.Converters;
using IntegrationHub.Core.Mapping.Rules;
using IntegrationHub.Core.Mapping.Tables;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>An amount with its currency. No amount: no money. An amount whose currency is absent is refused.</summary>
/// <param name="amount">The number.</param>
/// <param name="currency">A code of ISO 4217.</param>
/// <param name="minor">The number counts minor units: cents, and yen for the yen.</param>
/// <param name="site">The money's place.</param>
internal sealed class MoneySource(Source<decimal> amount, Source<string> currency, bool minor, Site site) : Source<Money>
{
    public override Outcome Read(scoped in Scope scope, out Money value)
    {
        value = default;
        var outcome = amount.Read(in scope, out var number);
        if (outcome is not Outcome.Present)
            return outcome;
        outcome = currency.Read(in scope, out var code);
        if (outcome is Outcome.Present)
        {
            value = new Money(number, code);
            return minor ? Major(in scope, ref value) : outcome;
        }

        if (outcome is Outcome.Absent)
            scope.Refuse(site, "an amount without a currency");
        return Outcome.Refused;
    }

    private Outcome Major(scoped in Scope scope, ref Money value)
    {
        var cause = Currencies.Find(value.Currency)?.MinorUnits is not { } digits ? "an amount in minor units of a currency that has none"
            : value.Amount != decimal.Truncate(value.Amount) ? "an amount in minor units that is not whole"
            : ExactMath.Shift(value.Amount, digits) is not { } major ? ExactDecimal.TooManyDigits
            : Take(major, ref value);
        scope.Trace?.Change(site, "amount", "minor units", value.Amount.ToString(CultureInfo.InvariantCulture), cause);
        if (cause is null)
            return Outcome.Present;
        scope.Refuse(site, cause);
        return Outcome.Refused;

        static string? Take(decimal major, ref Money value)
        {
            value = value with { Amount = major };
            return null;
        }
    }
}

/// <summary>
/// An amount in another currency, only ever beside the fields: an attribute that keeps what it was made of, <c>{ amount, currency, rate, rateOn, rates,
/// original: { amount, currency } }</c>. Without a rate that is young enough it is refused.
/// </summary>
/// <param name="original">The amount as the record has it.</param>
/// <param name="on">The day whose rate counts.</param>
/// <param name="to">The wanted currency.</param>
/// <param name="table">The rates.</param>
/// <param name="digits">Digits after the point to round to, half away from zero.</param>
/// <param name="maxAge">Days the rate may be older than the day.</param>
/// <param name="site">The attribute's place.</param>
internal sealed class ExchangedMoneySource(MoneySource original, Source<DateOnly> on, Currency to, RateTable table, int digits, int maxAge, Site site) : Source<JsonNode>
{
    /// <summary>Digits of the rate that is told; the amount itself is computed from the table's rates.</summary>
    private const int DigitsOfRate = 10;

    public override Outcome Read(scoped in Scope scope, out JsonNode value)
    {
        value = null!;
        var outcome = original.Read(in scope, out var money);
        if (outcome is not Outcome.Present)
            return outcome;
        outcome = on.Read(in scope, out var day);
        if (outcome is Outcome.Refused)
            return outcome;
        var cause = outcome is Outcome.Absent ? "an amount to be exchanged without the day whose rate counts" : Exchange(money, day, out value);
        scope.Trace?.Change(site, "amount", $"to {to.Code} by {table.Name}", value?["amount"]?.ToJsonString(), cause);
        scope.Trace?.Change(site, "currency", $"to {to.Code}", to.Code, cause);
        if (cause is null)
            return Outcome.Present;
        scope.Refuse(site, cause);
        return Outcome.Refused;
    }

    private string? Exchange(Money money, DateOnly day, out JsonNode value)
    {
        value = null!;
        if (table.Between(money.Currency, to.Code, day, maxAge) is not var (multiply, divide, rateOn))
            return $"no rate from {money.Currency} to {to.Code} in {table.Name}.csv on the day or {maxAge} days before";
        if (ExactMath.Multiply(money.Amount, multiply) is not { } product || ExactMath.DivideRounded(product, divide, digits) is not { } amount)
            return ExactDecimal.TooManyDigits;
        value = new JsonObject
        {
            ["amount"] = amount,
            ["currency"] = to.Code,
            ["rate"] = ExactMath.Divide(multiply, divide) ?? decimal.Round(multiply / divide, DigitsOfRate, MidpointRounding.AwayFromZero),
            ["rateOn"] = rateOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["rates"] = table.Name,
            ["original"] = new JsonObject { ["amount"] = money.Amount, ["currency"] = money.Currency },
        };
        return null;
    }
}
