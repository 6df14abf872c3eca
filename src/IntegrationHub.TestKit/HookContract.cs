using System.Text;
using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>What every hook keeps: nobody but the sender is heard, and the sender always. Derive one sealed test class per way of signing.</summary>
public abstract class HookContract(IHookRig rig)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_call_of_the_sender_is_accepted_with_its_records()
    {
        var accepted = Accepted(rig.Call(rig.Body(1), Now));

        Assert.NotEmpty(accepted.Records);
        Assert.All(accepted.Records, record => Assert.False(record.Broken is null && string.IsNullOrEmpty(record.Key), "A record that is not broken has a key."));
    }

    [Fact]
    public void A_call_without_its_proof_is_refused()
    {
        var call = rig.Call(rig.Body(1), Now);
        foreach (var header in rig.ProvingHeaders)
            IsRefused(call with { Header = name => name.Equals(header, StringComparison.OrdinalIgnoreCase) ? null : call.Header(name) });
    }

    [Fact]
    public void A_call_with_another_proof_is_refused()
    {
        var call = rig.Call(rig.Body(1), Now);
        foreach (var header in rig.ProvingHeaders)
            foreach (var forge in Forgeries)
                IsRefused(call with { Header = name => name.Equals(header, StringComparison.OrdinalIgnoreCase) ? forge(call.Header(name) ?? "") : call.Header(name) });
    }

    [Fact]
    public void A_call_with_another_body_is_refused_where_the_body_is_signed()
    {
        if (!rig.SignsBody)
            return;
        var call = rig.Call(rig.Body(1), Now);
        IsRefused(call with { Body = rig.Body(2) });
        IsRefused(call with { Body = default });
        for (var at = 0; at < call.Body.Length; at += 7)
        {
            var changed = call.Body.ToArray();
            changed[at] ^= 1;
            IsRefused(call with { Body = changed });
        }
    }

    [Fact]
    public void A_call_that_was_signed_long_ago_or_in_the_future_is_refused()
    {
        if (!rig.SignsTime)
            return;
        var call = rig.Call(rig.Body(1), Now);
        IsRefused(call with { At = Now.AddHours(25) });
        IsRefused(call with { At = Now.AddHours(-25) });
    }

    [Fact]
    public void A_second_secret_is_taken_while_the_sender_changes_over()
    {
        if (rig.CallWithPreviousSecret(rig.Body(1), Now) is { } call)
            Accepted(call);
    }

    [Fact]
    public void The_same_call_is_known_again_and_another_one_is_not()
    {
        var first = Accepted(rig.Call(rig.Body(1), Now)).CallIds;

        Assert.Equal(first, Accepted(rig.Call(rig.Body(1), Now)).CallIds);
        Assert.Empty(first.Intersect(Accepted(rig.Call(rig.Body(2), Now)).CallIds));
        Assert.All(first, id => Assert.InRange(id.Length, 1, 64));
        if (rig.SignsTime)
            Assert.NotEmpty(first);
    }

    [Fact]
    public void Records_are_the_bytes_that_were_sent_and_the_same_at_every_try()
    {
        var one = Accepted(rig.Call(rig.Body(1), Now)).Records;
        var other = Accepted(rig.Call(rig.Body(1), Now)).Records;

        Assert.Equal(one.Select(record => (record.Key, record.Change, record.Version)), other.Select(record => (record.Key, record.Change, record.Version)));
        Assert.All(one.Zip(other), pair => Assert.Equal(pair.First.Json.ToArray(), pair.Second.Json.ToArray()));
    }

    [Fact]
    public void Anything_may_be_sent_and_nothing_is_thrown()
    {
        var hook = rig.Open();
        foreach (var body in (string[])["", "{", "[", "null", "7", "\"x\"", "[1,null,[]]", "{}", "[{}]", "\0", "{\"a\":{\"a\":{\"a\":1}}}", new string('[', 5000)])
            foreach (var type in (string[])["", "application/json", "application/x-ndjson", "text/html"])
                Assert.NotNull(hook.Receive(rig.Entity, rig.Call(Encoding.UTF8.GetBytes(body), Now) with { ContentType = type }));
        Assert.NotNull(hook.Receive(rig.Entity, new HookCall(_ => "", _ => "", "", default, Now)));
        Assert.NotNull(hook.Receive(rig.Entity, new HookCall(_ => "x", _ => "x", "application/json", Encoding.UTF8.GetBytes("{}"), Now)));
    }

    [Fact]
    public void No_answer_and_no_reason_tells_a_secret()
    {
        var hook = rig.Open();
        var call = rig.Call(rig.Body(1), Now);
        HookAnswer[] answers = [hook.Receive(rig.Entity, call), hook.Receive(rig.Entity, call with { Body = Encoding.UTF8.GetBytes("{") }), hook.Receive(rig.Entity, call with { Header = _ => null })];
        foreach (var text in answers.Select(answer => answer is HookAnswer.Accepted accepted ? string.Join(' ', accepted.CallIds.Concat(accepted.Records.Select(record => record.Broken ?? ""))) : answer.ToString()))
            Assert.All(rig.Confidential, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    private static IEnumerable<Func<string, string>> Forgeries =>
    [
        _ => "", _ => "x", text => text + "0", text => text.Length > 1 ? text[..^1] : "", text => text.Length == 0 ? "0" : text[..^1] + (text[^1] == '0' ? '1' : '0'), text => new string('0', text.Length),
    ];

    private HookAnswer.Accepted Accepted(HookCall call) => Assert.IsType<HookAnswer.Accepted>(rig.Open().Receive(rig.Entity, call));

    private void IsRefused(HookCall call) => Assert.IsType<HookAnswer.Refused>(rig.Open().Receive(rig.Entity, call));
}
