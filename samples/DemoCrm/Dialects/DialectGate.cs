using DemoCrm.Api;

namespace DemoCrm.Dialects;

/// <summary>Makes the planned faults happen, in the vendor's own way.</summary>
internal sealed class DialectGate(RequestDelegate next, IDialect dialect, Faults faults)
{
    public Task InvokeAsync(HttpContext context) =>
        dialect.Strikes(context.Request) && faults.Take(dialect.Writes(context.Request)) is { } fault ? StrikeAsync(context, fault) : next(context);

    private async Task StrikeAsync(HttpContext context, Faults.Planned fault)
    {
        if (fault.Kind == FaultKind.DropAfterCommit)
        {
            context.Response.Body = Stream.Null;
            await next(context);
        }

        fault.Struck.TrySetResult();
        switch (fault.Kind)
        {
            case FaultKind.Fail or FaultKind.TooBusy:
                await dialect.Faulty(fault.Kind, fault.RetryAfter).ExecuteAsync(context);
                break;
            case FaultKind.Nonsense:
                await Results.Content("<html>Have a nice day", "text/html").ExecuteAsync(context);
                break;
            case FaultKind.Hang:
                await Task.Delay(Timeout.Infinite, context.RequestAborted)
                    .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.OnlyOnCanceled, TaskScheduler.Default);
                break;
            default:
                context.Abort();
                break;
        }
    }
}
