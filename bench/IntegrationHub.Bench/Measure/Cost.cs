using System.Diagnostics;

namespace IntegrationHub.Bench.Measure;

/// <summary>Seconds spent: on the clock, by this process's CPU, by PostgreSQL's.</summary>
internal readonly record struct Cost(double Wall, double Hub, double Postgres)
{
    public double Cpu => Hub + Postgres;

    public static Cost operator -(Cost later, Cost earlier) =>
        new(later.Wall - earlier.Wall, later.Hub - earlier.Hub, later.Postgres - earlier.Postgres);

    public static Cost Now(PostgresCpu postgres) =>
        new(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency, Environment.CpuUsage.TotalTime.TotalSeconds, postgres.Seconds());
}
