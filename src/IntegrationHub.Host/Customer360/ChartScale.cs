namespace IntegrationHub.Host.Customer360;

/// <summary>A value axis with three to five round steps.</summary>
internal readonly record struct ChartScale(decimal Top, decimal Step)
{
    internal static ChartScale For(decimal largest)
    {
        if (largest <= 0)
            return new ChartScale(1, 1);
        var magnitude = 1m;
        while (magnitude * 10 <= largest)
            magnitude *= 10;
        while (magnitude > largest)
            magnitude /= 10;
        var step = (largest / magnitude) switch { <= 1.2m => 0.25m, <= 2 => 0.5m, <= 4 => 1m, <= 8 => 2m, _ => 2.5m } * magnitude;
        return new ChartScale(Math.Ceiling(largest / step) * step, step);
    }

    internal IEnumerable<decimal> Ticks
    {
        get
        {
            for (var tick = 0m; tick <= Top; tick += Step)
                yield return tick;
        }
    }
}
