using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Host.Texts;

/// <summary>Layout, sign-in, error pages, and words that several pages use.</summary>
public sealed record SharedTexts
{
    public required string SkipToContent { get; init; }
    public required string MainNavigation { get; init; }
    public required string Overview { get; init; }
    public required string Customers { get; init; }
    public required string Jobs { get; init; }
    public required string Runs { get; init; }
    public required string Parked { get; init; }
    public required string Mappings { get; init; }
    public required string Hooks { get; init; }
    public required string Language { get; init; }
    public required string SwitchLanguage { get; init; }
    public required string SignIn { get; init; }
    public required string SignOut { get; init; }
    public required string SignInLead { get; init; }
    public required string LoginName { get; init; }
    public required string Password { get; init; }
    public required string WrongSignIn { get; init; }
    public required Func<string, string> WaitToSignIn { get; init; }
    public required string NotFoundTitle { get; init; }
    public required string NotFoundLead { get; init; }
    public required string ForbiddenTitle { get; init; }
    public required string ForbiddenLead { get; init; }
    public required string BadFormTitle { get; init; }
    public required string BadFormLead { get; init; }
    public required string FailedTitle { get; init; }
    public required string FailedLead { get; init; }
    public required Func<string, string> TraceNumber { get; init; }
    public required string BackToOverview { get; init; }
    public required string Cancel { get; init; }
    public required string Today { get; init; }
    public required string JustNow { get; init; }
    public required Func<string, string> Ago { get; init; }
    public required Func<string, string> InTime { get; init; }
    public required Func<int, string> Seconds { get; init; }
    public required Func<int, string> Minutes { get; init; }
    public required Func<int, string> Hours { get; init; }
    public required Func<int, string> Days { get; init; }
    public required string None { get; init; }
    public required string Never { get; init; }
    public required string NextPage { get; init; }
    public required string FirstPage { get; init; }
    public required string Pages { get; init; }
    public required Func<EntityKind, string> Entity { get; init; }
}
