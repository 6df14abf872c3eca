namespace IntegrationHub.Host.Texts;

/// <summary>
/// Every text of every page in one language. The members are required, so a text that one language lacks does not compile; texts with
/// a number in them are functions, so that each language counts in its own way.
/// </summary>
public sealed record PageTexts
{
    public required SharedTexts Shared { get; init; }
    public required CustomerTexts Customer { get; init; }
    public required ConsoleTexts Console { get; init; }
    public required MappingTexts Mapping { get; init; }
    public required CompletenessTexts Completeness { get; init; }
    public required TargetTexts Targets { get; init; }

    private static readonly PageTexts English = new() { Shared = EnglishTexts.Shared, Customer = EnglishTexts.Customer, Console = EnglishTexts.Console, Mapping = EnglishTexts.Mapping, Completeness = EnglishTexts.Completeness, Targets = EnglishTexts.Targets };
    private static readonly PageTexts Japanese = new() { Shared = JapaneseTexts.Shared, Customer = JapaneseTexts.Customer, Console = JapaneseTexts.Console, Mapping = JapaneseTexts.Mapping, Completeness = JapaneseTexts.Completeness, Targets = JapaneseTexts.Targets };

    internal static PageTexts In(Language language) => language == Language.Japanese ? Japanese : English;
}
