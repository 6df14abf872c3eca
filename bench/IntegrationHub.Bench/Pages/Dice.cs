namespace IntegrationHub.Bench.Pages;

/// <summary>SplitMix64: small, fast, and the same on every machine and runtime, which <see cref="Random"/> does not promise.</summary>
internal struct Dice(ulong seed)
{
    private ulong state = seed * 0xD1342543DE82EF95;

    /// <summary>A number from 0 up to, not including, <paramref name="bound"/>.</summary>
    public int Next(int bound)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)bound);
    }
}
