using System.Net;
using IntegrationHub.Host.Security;
using IntegrationHub.Host.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHub.Host.Tests.Security;

public sealed class SignInTests(RunningHub hub) : IClassFixture<RunningHub>
{
    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        await hub.Services.GetRequiredService<Logins>().AddAsync("known", Policies.Viewer, RunningHub.Password, CancellationToken.None);
        using var client = hub.Client();

        var wrong = await RunningHub.SignInAsync(client, "known", "not this one");
        var unknown = await RunningHub.SignInAsync(client, "nobody", "not this one");

        wrong.Headers.Location!.OriginalString.ShouldBe("/sign-in?problem=wrong&returnUrl=%2Fruns");
        unknown.Headers.Location.ShouldBe(wrong.Headers.Location);
    }

    [Fact]
    public async Task A_sign_in_without_the_form_token_is_refused()
    {
        using var client = hub.Client();
        var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = "a", ["password"] = "b" }));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_session_ends_when_its_login_is_disabled()
    {
        using var client = await hub.SignedInAsync("leaver", Policies.Viewer);
        (await client.GetAsync("/runs")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await hub.Services.GetRequiredService<Logins>().DisableAsync("leaver", CancellationToken.None);

        (await client.GetAsync("/runs")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await RunningHub.SignInAsync(client, "leaver", RunningHub.Password)).Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=wrong");
    }

    [Fact]
    public async Task A_session_ends_when_its_password_changes()
    {
        using var client = await hub.SignedInAsync("changer", Policies.Viewer);
        await hub.Services.GetRequiredService<Logins>().SetPasswordAsync("changer", "another one, longer", CancellationToken.None);
        (await client.GetAsync("/runs")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        using var client = await hub.SignedInAsync("visitor", Policies.Viewer);
        var token = await RunningHub.TokenAsync(client, "/runs");
        var left = await client.PostAsync("/sign-out", new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token }));
        left.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await client.GetAsync("/runs")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/customers/71?tab=1", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("customers", false)]
    [InlineData("/\t/evil.example", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_paths_of_this_host_are_returned_to(string? url, bool local) => SignIn.IsLocal(url).ShouldBe(local);
}
