namespace IntegrationHub.Host.Texts;

internal static partial class EnglishTexts
{
    internal static readonly ConsoleTexts Console = new()
    {
    };
}
