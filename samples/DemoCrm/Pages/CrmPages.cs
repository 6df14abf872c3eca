using DemoCrm.State;

namespace DemoCrm.Pages;

/// <summary>What a person sees: the accounts, and one account with everything that hangs on it.</summary>
internal static class CrmPages
{
    private static readonly string Css = ReadCss();

    public static void Map(WebApplication app, Crm crm)
    {
        app.MapGet("/", (string? q, int? page) => Page(AccountsPage.Title, AccountsPage.Body(crm, q?.Trim() ?? "", Math.Max(page ?? 1, 1))));
        app.MapGet("/accounts/{id}", (string id) => crm.Find(CrmShapes.Accounts, id) is { } account
            ? Page(account.Text("name") ?? account.Id, AccountPage.Body(crm, account))
            : Page("Not found", Html.Of($"<h1>Not found</h1><p>There is no account {id}. <a href=\"/\">All accounts</a></p>"), StatusCodes.Status404NotFound));
        app.MapGet("/crm.css", () => Results.Text(Css, "text/css"));
    }

    private static IResult Page(string title, Html body, int status = StatusCodes.Status200OK)
    {
        var page = Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{title} · Demo CRM</title>
              <link rel="stylesheet" href="/crm.css">
              <link rel="icon" href="data:,">
            </head>
            <body>
              <header><a href="/">Demo CRM</a></header>
              <main>{body}</main>
            </body>
            </html>
            """);
        return new PageAnswer(page.ToString(), status);
    }

    private static string ReadCss()
    {
        using var resource = typeof(CrmPages).Assembly.GetManifestResourceStream("crm.css")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    private sealed class PageAnswer(string html, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext context)
        {
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return Results.Content(html, "text/html; charset=utf-8", statusCode: status).ExecuteAsync(context);
        }
    }
}
