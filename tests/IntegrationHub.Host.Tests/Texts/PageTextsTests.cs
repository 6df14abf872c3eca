using System.Collections;
using IntegrationHub.Host.Texts;
using IntegrationHub.Sdk;

namespace IntegrationHub.Host.Tests.Texts;

public sealed class PageTextsTests
{
    // What the hub itself writes into its tables, put into the reader's words.
    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["OutcomeName"] = ["succeeded", "parked", "postponed", "held", "failed", "overtaken", "cancelled", "lost"],
        ["OutcomeMeans"] = ["parked", "postponed", "held", "overtaken", "cancelled", "lost"],
        ["StageName"] = ["read", "map", "resolve", "store", "deliver"],
        ["CompletenessTexts.StageName"] = ["counting", "catchingUp", "reading", "lookingAgain", "listing", "repairing", ""],
        ["WaitsFor"] = ["account: the hub has not received the customer", "account: the customer is refused, left out or waits itself"],
        ["StateName"] = ["prepared", "running", "open", "paused", "cancelled", "finished", "refused"],
        ["BackfillDone"] = ["prepared", "refused", "started", "paused", "cancelled", "over"],
        ["ReplayStateName"] = ["open", "running", "paused", "cancelled", "finished"],
        ["ReplayDone"] = ["asked", "paused", "resumed", "cancelled"],
        ["ChangeName"] = ["new", "retyped", "vanished"],
        ["CauseOf"] = ["not a number", "net: an amount without a currency"],
        ["ReasonOf"] = ["a.yaml(1,2): net: not a number"],
        ["HookReasonName"] = ["signature", "time", "contentType", "content", "size", "rate"],
        ["HookOutcomeName"] = ["accepted", "duplicate"],
        ["ClosedHow"] = ["stored", "delivered", "dropped", "superseded", "mended"],
    };

    private static readonly Slice[] Slices = [new(), new(["a", "b"]), new(From: new(2026, 1, 1)), new(From: new(2026, 1, 1), To: new(2026, 1, 2)), new(To: new(2026, 1, 2)), new(Company: "1000")];

    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.Japanese)]
    internal void No_text_is_blank(Language language) =>
        All(language).Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Name).ShouldBeEmpty();

    [Fact]
    public void No_Japanese_text_was_left_in_English()
    {
        var english = All(Language.English).ToDictionary(text => text.Name, text => text.Value);

        All(Language.Japanese).Where(text => text.Value == english[text.Name] && !text.Name.StartsWith("CustomerTexts.StepPartly", StringComparison.Ordinal)).Select(text => text.Name).ShouldBeEmpty();
    }

    [Fact]
    public void English_counts_in_one_and_many()
    {
        var texts = PageTexts.In(Language.English).Shared;

        (texts.Days(1), texts.Days(2), texts.Days(1200)).ShouldBe(("1 day", "2 days", "1,200 days"));
    }

    /// <summary>Every text, functions called with something to put in.</summary>
    private static List<(string Name, string Value)> All(Language language)
    {
        var texts = PageTexts.In(language);
        return [.. new object[] { texts.Shared, texts.Customer, texts.Console, texts.Mapping, texts.Completeness, texts.Targets }.SelectMany(room => room.GetType().GetProperties().Where(property => property.Name != "EqualityContract")
            .SelectMany(property => Values(Words.ContainsKey($"{room.GetType().Name}.{property.Name}") ? $"{room.GetType().Name}.{property.Name}" : property.Name, property.GetValue(room)!).Select((value, at) => ($"{room.GetType().Name}.{property.Name}[{at}]", value))))];
    }

    private static IEnumerable<string> Values(string name, object text) => text is Delegate function
        ? ArgumentsOf(name, function).Select(arguments => (string)function.DynamicInvoke(arguments)!)
        : [(string)text];

    private static IEnumerable<object[]> ArgumentsOf(string name, Delegate function)
    {
        if (Words.TryGetValue(name, out var words))
            return words.Select(word => new object[] { word });
        var types = function.Method.GetParameters().Select(parameter => parameter.ParameterType).ToList();
        if (types is [{ Name: "Slice" }, { Name: "Reader" }])
            return Slices.Select(slice => new object[] { slice, new Reader(Language.English, System.Globalization.CultureInfo.InvariantCulture, TimeZoneInfo.Utc, DateTimeOffset.UnixEpoch) });
        if (types is [{ IsEnum: true } choice])
            return ((IEnumerable)Enum.GetValues(choice)).Cast<object>().Select(value => new[] { value });
        return [[.. types.Select(type => type == typeof(int) ? (object)2 : type == typeof(long) ? 2L : "failed")]];
    }
}
