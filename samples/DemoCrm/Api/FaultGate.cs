using System.Globalization;
using DemoCrm.State;

namespace DemoCrm.Api;

/// <summary>Makes the planned faults happen to requests for <c>/api</c>.</summary>
internal sealed class FaultGate(RequestDelegate next, Faults faults)
{
    private static readonly CrmError Failure = new(StatusCodes.Status500InternalServerError, "planned_failure", "This failure was asked for.");
    private static readonly CrmError Refused = CrmError.Unprocessable("planned_refusal", "A rule refuses this record. This was asked for.");
    private static readonly CrmError TooBusy = new(StatusCodes.Status429TooManyRequests, "too_busy", "Too many requests.");

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") && faults.Take(!HttpMethods.IsGet(context.Request.Method)) is { } fault ? StrikeAsync(context, fault) : next(context);

    private async Task StrikeAsync(HttpContext context, Faults.Planned fault)
    {
        if (fault.Kind == FaultKind.DropAfterCommit)
        {
            context.Response.Body = Stream.Null;
            await next(context);
        }
        fault.Struck.TrySetResult();
        await EndAsync(context, fault);
    }

    private static Task EndAsync(HttpContext context, Faults.Planned fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Fail:
                return ApiAnswer.Of(Failure).ExecuteAsync(context);
            case FaultKind.Refuse:
                return ApiAnswer.Of(Refused).ExecuteAsync(context);
            case FaultKind.TooBusy:
                if (fault.RetryAfter is { } wait)
                    context.Response.Headers.RetryAfter = ((long)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return ApiAnswer.Of(TooBusy).ExecuteAsync(context);
            case FaultKind.Nonsense:
                return Results.Content("<html>Have a nice day", "text/html").ExecuteAsync(context);
            case FaultKind.Hang:
                return Task.Delay(Timeout.Infinite, context.RequestAborted)
                    .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.OnlyOnCanceled, TaskScheduler.Default);
            default:
                context.Abort();
                return Task.CompletedTask;
        }
    }
}
