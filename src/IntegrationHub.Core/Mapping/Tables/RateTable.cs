using System.Text;
using IntegrationHub.Core.Mapping.Codes;
using IntegrationHub.Core.Mapping.Fields;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Tables;

/// <summary>
/// Rates of exchange by day: columns <c>date</c>, <c>from</c>, <c>to</c>, <c>rate</c>; one <c>from</c> is <c>rate</c> of <c>to</c>. Two currencies are also
/// exchanged the other way round, and through a third that has a rate to both (the ECB quotes everything against the euro). Immutable.
/// </summary>
internal sealed class RateTable
{
    private readonly Dictionary<(string From, string To), List<(DateOnly On, decimal Rate)>> rates = [];
    private readonly HashSet<string> bases = new(StringComparer.Ordinal);

    private RateTable(string name) => Name = name;

    /// <summary>The file's name without its ending: <c>ecb</c>.</summary>
    public string Name { get; }

    public static RateTable Read(MappingPart part, Lints lints)
    {
        var table = new RateTable(Path.GetFileNameWithoutExtension(part.File));
        foreach (var row in TableFile.Read(part, ["date", "from", "to", "rate"], [], lints))
        {
            var (from, to) = (row.Cells[1], row.Cells[2]);
            if (IsoTime.TryDate(Encoding.UTF8.GetBytes(row.Cells[0]), out var on) is { } wrong)
                lints.AddTo(part.File, row.Line, $"'date' is {wrong}");
            else if (new[] { from, to }.FirstOrDefault(code => !Currencies.TryFind(Encoding.UTF8.GetBytes(code), out _)) is { } unknown)
                lints.AddTo(part.File, row.Line, $"'{unknown}' is {Currencies.NotOne}{(Currencies.Meant(unknown) is { } near ? $"; did you mean '{near}'?" : "")}");
            else if (ExactDecimal.TryParse(Encoding.UTF8.GetBytes(row.Cells[3]), out var rate) is not null || rate <= 0)
                lints.AddTo(part.File, row.Line, "'rate' must be a number greater than zero, with a point and no other marks");
            else
                table.Of(from, to).Add((on, rate));
        }

        foreach (var ((from, to), days) in table.rates)
        {
            days.Sort((one, other) => one.On.CompareTo(other.On));
            if (days.Zip(days.Skip(1)).FirstOrDefault(pair => pair.First.On == pair.Second.On) is { First.Rate: not 0 } twice)
                lints.AddTo(part.File, 0, $"has two rates from {from} to {to} on {twice.First.On:yyyy-MM-dd}; keep one");
        }

        return table;
    }

    /// <summary>The last rate on a day or before it, but not more than some days before; null when there is none.</summary>
    public (decimal Multiply, decimal Divide, DateOnly On)? Between(string from, string to, DateOnly on, int maxAge)
    {
        if (from == to)
            return (1, 1, on);
        if (Last(from, to, on, maxAge) is { } direct)
            return (direct.Rate, 1, direct.On);
        if (Last(to, from, on, maxAge) is { } inverse)
            return (1, inverse.Rate, inverse.On);
        foreach (var third in bases.Order(StringComparer.Ordinal))
        {
            if (Last(third, from, on, maxAge) is { } one && Last(third, to, on, maxAge) is { } other)
                return (other.Rate, one.Rate, one.On < other.On ? one.On : other.On);
        }

        return null;
    }

    private (DateOnly On, decimal Rate)? Last(string from, string to, DateOnly on, int maxAge)
    {
        if (!rates.TryGetValue((from, to), out var days))
            return null;
        var found = days.BinarySearch((on, 0), Comparer<(DateOnly On, decimal Rate)>.Create((one, other) => one.On.CompareTo(other.On)));
        found = found >= 0 ? found : ~found - 1;
        return found >= 0 && on.DayNumber - days[found].On.DayNumber <= maxAge ? days[found] : null;
    }

    private List<(DateOnly On, decimal Rate)> Of(string from, string to)
    {
        bases.Add(from);
        if (!rates.TryGetValue((from, to), out var days))
            rates.Add((from, to), days = []);
        return days;
    }
}
