using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit;

/// <summary>A hook and a sender that knows its secrets, set up for a <see cref="HookContract"/>. Made anew for each fact.</summary>
public interface IHookRig
{
    /// <summary>The entity that is called.</summary>
    string Entity { get; }

    /// <summary>Texts that must be in no answer: the secrets, and a name from the records. At least one.</summary>
    IReadOnlyList<string> Confidential { get; }

    /// <summary>Makes the hook. Called several times in a fact.</summary>
    IHook Open();

    /// <summary>A body that brings at least one record, different for each number, and of the same record for each.</summary>
    ReadOnlyMemory<byte> Body(int number);

    /// <summary>A call as the sender makes it, rightly signed.</summary>
    /// <param name="body">What it brings.</param>
    /// <param name="at">When it is signed, and when it comes.</param>
    HookCall Call(ReadOnlyMemory<byte> body, DateTimeOffset at);

    /// <summary>The same, signed with the secret that is about to be given up; null when there is only one at a time.</summary>
    HookCall? CallWithPreviousSecret(ReadOnlyMemory<byte> body, DateTimeOffset at);

    /// <summary>The headers that prove the sender.</summary>
    IReadOnlyList<string> ProvingHeaders { get; }

    /// <summary>Whether the body is signed; false for a sender that only shows a token.</summary>
    bool SignsBody { get; }

    /// <summary>Whether the time of signing is signed.</summary>
    bool SignsTime { get; }
}
