using IntegrationHub.TestKit;

namespace IntegrationHub.Faults;

/// <summary>What goes wrong with answers, and how often: those that cost time or megabytes less often.</summary>
internal static class Mischief
{
    public static IReadOnlyList<ServerFault> All { get; } =
    [
        .. Times(60, ServerFault.TooManyRequests, ServerFault.Unavailable, ServerFault.CutConnection),
        .. Times(60, ServerFault.Failure),
        .. Times(10, ServerFault.HalfJson, ServerFault.WrongContent, ServerFault.NoContent, ServerFault.SameAgain),
        .. Times(6, ServerFault.RedirectElsewhere),
        .. Times(1, ServerFault.RedirectLoop, ServerFault.CutAnswer, ServerFault.HugeAnswer, ServerFault.Slow),
    ];

    private static IEnumerable<ServerFault> Times(int times, params IEnumerable<ServerFault> faults) => faults.SelectMany(fault => Enumerable.Repeat(fault, times));
}
