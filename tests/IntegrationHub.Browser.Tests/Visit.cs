using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using IntegrationHub.Host.Tests.Pages.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHub.Browser.Tests;

/// <summary>One reader's tab. Whatever the browser complains about (scripts, the content policy, missing files) is kept.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    internal Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.RequestFailed += (_, request) =>
        {
            // A page that leaves (or closes) its own event stream makes no complaint of it.
            if (request is not { ResourceType: "eventsource", Failure: "net::ERR_ABORTED" })
                _complaints.Enqueue($"{request.Url} failed: {request.Failure}");
        };
    }

    internal IPage Page { get; }

    internal IReadOnlyCollection<string> Complaints => _complaints;

    internal async Task SignInAsync(string name = "erik", string to = "/")
    {
        await Page.GotoAsync(to);
        await Page.Locator("input[name=name]").FillAsync(name);
        await Page.Locator("input[name=password]").FillAsync(PageHost.Password);
        await Page.Locator("button.main").ClickAsync();
        // Asked of the page itself: WaitForURLAsync now and then misses the load event of a page that was there before it looked, and waits for ever.
        await Expect(Page).Not.ToHaveURLAsync(new Regex("/sign-in"));
        await Page.WaitForFunctionAsync("document.readyState === 'complete'");
    }

    /// <summary>Whether the page is wider than the window: something sticks out.</summary>
    internal Task<bool> SticksOutAsync() => Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");

    internal Task<string> FocusedTextAsync() => Page.EvaluateAsync<string>("document.activeElement.textContent.trim()");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
