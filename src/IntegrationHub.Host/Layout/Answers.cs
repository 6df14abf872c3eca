namespace IntegrationHub.Host.Layout;

/// <summary>Status codes of pages that have something of their own to show with them.</summary>
internal static class Answers
{
    /// <summary>Answers 404 with the page as it is. Set when the answer starts, because the framework leaves a page out whose status is 404 earlier.</summary>
    internal static void AnswerNotFound(this HttpContext context) => context.Response.OnStarting(() =>
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
