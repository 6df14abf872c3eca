namespace IntegrationHub.Core.Canonical;

internal static class Refs
{
    /// <summary>The references that are there, in the given order.</summary>
    internal static IEnumerable<RecordKey> Of(RecordKey? first, RecordKey? second = null, RecordKey? third = null)
    {
        if (first is not null)
            yield return first;
        if (second is not null)
            yield return second;
        if (third is not null)
            yield return third;
    }
}
