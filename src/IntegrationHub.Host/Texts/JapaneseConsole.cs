namespace IntegrationHub.Host.Texts;

internal static partial class JapaneseTexts
{
    internal static readonly ConsoleTexts Console = new()
    {
    };
}
