namespace IntegrationHub.Core.Quota;

/// <summary>Whose calls go first. Work that can wait says so, for everything it does in the scope.</summary>
public static class CallOrder
{
    private static readonly AsyncLocal<bool> s_behind = new();

    internal static bool IsBehindLive => s_behind.Value;

    /// <summary>From here to the disposal, calls take only what live work does not need: for back-fills and key passes.</summary>
    public static IDisposable BehindLive()
    {
        var before = s_behind.Value;
        s_behind.Value = true;
        return new Scope(before);
    }

    private sealed class Scope(bool before) : IDisposable
    {
        public void Dispose() => s_behind.Value = before;
    }
}
