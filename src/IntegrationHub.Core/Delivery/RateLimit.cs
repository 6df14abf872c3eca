using System.Threading.RateLimiting;

namespace IntegrationHub.Core.Delivery;

/// <summary>A target's limit in records per second, kept by this host.</summary>
internal static class RateLimit
{
    public static RateLimiter Of(int recordsPerSecond, int batchSize) => recordsPerSecond == 0
        ? new NoLimit()
        : new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            // a whole batch must fit, however low the rate
            TokenLimit = Math.Max(recordsPerSecond, batchSize),
            TokensPerPeriod = Math.Max(1, recordsPerSecond / 10),
            ReplenishmentPeriod = recordsPerSecond >= 10 ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(1.0 / recordsPerSecond),
            QueueLimit = int.MaxValue,
            AutoReplenishment = true,
        });

    private sealed class NoLimit : RateLimiter
    {
        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => Granted.Instance;

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(Granted.Instance);

        private sealed class Granted : RateLimitLease
        {
            public static readonly Granted Instance = new();

            public override bool IsAcquired => true;

            public override IEnumerable<string> MetadataNames => [];

            public override bool TryGetMetadata(string metadataName, out object? metadata)
            {
                metadata = null;
                return false;
            }
        }
    }
}
