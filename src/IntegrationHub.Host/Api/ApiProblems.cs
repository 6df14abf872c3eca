using IntegrationHub.Sdk;
using Microsoft.AspNetCore.Diagnostics;

namespace IntegrationHub.Host.Api;

/// <summary>Failures that have a sentence for the caller. All others are logged with their stack trace and answered by a bare 500.</summary>
internal sealed class ApiProblems(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        int? status = exception switch
        {
            KeyNotFoundException => StatusCodes.Status404NotFound,
            SetupException => StatusCodes.Status409Conflict,
            ConnectorException => StatusCodes.Status502BadGateway,
            BadHttpRequestException bad => bad.StatusCode,
            _ => null,
        };
        if (status is null)
            return false;
        httpContext.Response.StatusCode = status.Value;
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = { Status = status, Detail = exception.Message } });
    }
}
