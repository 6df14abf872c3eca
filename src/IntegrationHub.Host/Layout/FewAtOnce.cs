using Microsoft.AspNetCore.RateLimiting;

namespace IntegrationHub.Host.Layout;

/// <summary>
/// Pages with much on them are made a few at a time, in the order they were asked for. All at once each would take as long as all of
/// them together, the last ones longer, with every half-made page in memory. Not for pages that wait for something.
/// </summary>
internal static class FewAtOnce
{
    /// <summary>For <see cref="EnableRateLimitingAttribute"/>.</summary>
    internal const string Policy = "few at once";

    private const int LongestQueue = 1000;

    internal static void AddFewAtOnce(this IServiceCollection services) => services.AddRateLimiter(limits => limits.AddConcurrencyLimiter(Policy, few =>
    {
        few.PermitLimit = Math.Max(4, 2 * Environment.ProcessorCount);   // one half computes, the other waits for PostgreSQL
        few.QueueLimit = LongestQueue;                                   // whoever comes then is told 503
    }));
}
