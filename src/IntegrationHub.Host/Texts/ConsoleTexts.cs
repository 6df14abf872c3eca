namespace IntegrationHub.Host.Texts;

/// <summary>The pages of engineers and admins: overview, jobs, runs, parked records.</summary>
public sealed record ConsoleTexts
{
}
