using IntegrationHub.Host.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Host.Tests.Pages;

/// <summary>What is written as text is what the framework would have written.</summary>
public sealed class FragmentHtmlTests
{
    [Fact]
    public async Task Is_what_the_framework_writes()
    {
        RenderFragment fragment = builder =>
        {
            builder.OpenElement(0, "p");
            builder.AddAttribute(1, "class", "a \"b\" <c> & 'd' ü 株式会社 😀");
            builder.AddAttribute(2, "hidden", true);
            builder.AddAttribute(3, "lang", (string?)null);
            builder.AddAttribute(4, "inert", false);
            builder.AddContent(5, "1 < 2 & \"株\" + \u0001 😀");
            builder.OpenElement(6, "br");
            builder.CloseElement();
            builder.OpenElement(7, "td");
            builder.CloseElement();
            builder.AddContent(8, (RenderFragment)(inner => inner.AddMarkupContent(0, "<b>as it is</b>")));
            builder.AddContent(9, default(MarkupString));
            builder.AddContent(10, new string('<', 40_000));   // more than one piece
            builder.CloseElement();
            builder.AddContent(11, "after");
        };

        Written(fragment).ShouldBe(await RenderedAsync(fragment));
    }

    [Fact]
    public void Refuses_what_has_rules_of_its_own()
    {
        Should.Throw<NotSupportedException>(() => Written(builder =>
        {
            builder.OpenComponent<PageTitle>(0);
            builder.CloseComponent();
        }));
        Should.Throw<NotSupportedException>(() => Written(builder =>
        {
            builder.OpenElement(0, "textarea");
            builder.CloseElement();
        }));
    }

    [Fact]
    public void A_fragment_that_fails_leaves_nothing_for_the_next()
    {
        var html = new FragmentHtml(Layout.Pages.Encoder);
        using var page = new RenderTreeBuilder();
        Should.Throw<InvalidOperationException>(() => html.Write(builder =>
        {
            builder.OpenElement(0, "p");
            throw new InvalidOperationException("broken");
        }, page));

        html.Write(builder => builder.AddContent(0, "whole"), page);

        TextOf(page).ShouldBe("whole");
    }

    private static string Written(RenderFragment fragment)
    {
        using var page = new RenderTreeBuilder();
        new FragmentHtml(Layout.Pages.Encoder).Write(fragment, page);
        return TextOf(page);
    }

#pragma warning disable BL0006 // what was written is looked at
    private static string TextOf(RenderTreeBuilder page)
    {
        var frames = page.GetFrames();
        return string.Concat(frames.Array.Take(frames.Count).Select(frame => frame.FrameType == RenderTreeFrameType.Markup ? frame.MarkupContent : throw new InvalidOperationException("Not markup.")));
    }
#pragma warning restore BL0006

    private static async Task<string> RenderedAsync(RenderFragment fragment)
    {
        await using var services = new ServiceCollection().AddSingleton(Layout.Pages.Encoder).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<Bare>(ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(Bare.Content)] = fragment }))).ToHtmlString());
    }

    private sealed class Bare : ComponentBase
    {
        [Parameter] public RenderFragment? Content { get; set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Content);
    }
}
