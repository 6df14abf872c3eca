namespace IntegrationHub.Connectors.Dynamics365.Tests;

public sealed class KeyTextTests
{
    public static TheoryData<string, string> Keys => new()
    {
        { "northwind:order:10248", "northwind~.order~.10248" },
        { "northwind:customer:VINET", "northwind~.customer~.~~VINET" },
        { "sap:order:SO-4711_1.a", "sap~.order~.~~SO-4711_1.~~a" },
        { "contract/thing/1 %2F?&#é", "contract~2fthing~2f1~20~252~~F~3f~26~23~c3~a9" },
        { "erp:customer:得意先", "erp~.customer~.~e5~be~97~e6~84~8f~e5~85~88" },
        { "it's~odd", "it~27s~7eodd" },
        { "a ", "a~20" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Keys_are_written_in_what_alternate_keys_take_and_can_be_read_again(string key, string text)
    {
        KeyText.Of(key).ShouldBe(text);
        KeyText.Read(text).ShouldBe(key);
        text.IndexOfAny(['/', '<', '>', '*', '%', '&', ':', '\\', '?', '+', '#', '\'', ' ']).ShouldBe(-1);
    }

    [Fact]
    public void Keys_that_a_database_without_regard_to_case_and_width_takes_for_one_stay_apart()
    {
        string[] keys = ["a/b", "A/b", "a/B", "A/B", "ab", "aB", "Ab", "AB", "ア", "ｱ", "あ", "é", "e", "É", "x", "x ", "a~b", "a~~b", "~.", "/"];
        keys.Select(KeyText.Of).Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(keys.Length);
        keys.ShouldAllBe(key => KeyText.Read(KeyText.Of(key)!) == key);
    }

    [Fact]
    public void What_somebody_else_wrote_is_no_key()
    {
        foreach (var text in (string[])["C-1001", "a~", "a~2", "a~zz", "a b", "得意先", "~~a", "~41"])
            KeyText.Read(text).ShouldBeNull(text);
    }

    [Fact]
    public void What_is_too_long_is_not_cut() => KeyText.Of(new string('1', KeyText.Longest + 1)).ShouldBeNull();
}
