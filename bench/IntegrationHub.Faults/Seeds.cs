namespace IntegrationHub.Faults;

/// <summary>Seeds of parts from the seed of the whole: the same on every machine.</summary>
internal static class Seeds
{
    public static int Of(int seed, int part) => (int)Mixed(((ulong)(uint)seed << 32) | (uint)part);

    /// <summary>SplitMix64's finalizer.</summary>
    private static ulong Mixed(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
