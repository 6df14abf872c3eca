using IntegrationHub.Core.Store;
using Spectre.Console;

namespace IntegrationHub.Host.CommandLine;

/// <summary>Shows work as it goes on: a turning bar with counts on a terminal, nothing but the end elsewhere.</summary>
internal static class Progress
{
    internal static Task<RunCounts> ShowAsync(Terminal terminal, string what, Func<IProgress<RunCounts>?, Task<RunCounts>> work) => !terminal.IsLive
        ? work(null)
        : AnsiConsole.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(what)).IsIndeterminate();
                return await work(new Straight<RunCounts>(counts => bar.Description = Markup.Escape($"{what}  {Counted(counts)}")));
            });

    /// <summary><c>830 read, 830 new</c>: what happened, without what did not.</summary>
    internal static string Counted(RunCounts counts)
    {
        var parts = new (long Count, string Word)[]
        {
            (counts.Read, "read"), (counts.Unchanged, "unchanged"), (counts.Created, "new"), (counts.Changed, "changed"), (counts.Deleted, "deleted"),
            (counts.LeftOut, "left out"), (counts.Parked, "parked"), (counts.Waiting, "waiting for a parent"), (counts.Marked, "to deliver"),
            (counts.Delivered, "delivered"), (counts.Rejected, "refused"), (counts.Deferred, "later"),
        }.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Word}").ToList();
        return parts.Count > 0 ? string.Join(", ", parts) : "nothing new";
    }
}

/// <summary>Unlike Progress&lt;T&gt;, reports in order, on the caller's thread.</summary>
internal sealed class Straight<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
