using System.Globalization;
using System.Text;
using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Identity;

/// <summary>
/// Who is this customer? The strongest kind of evidence with any hit decides: one hub customer binds, two are a question for a person.
/// Never guesses, keeps no state, safe from several threads.
/// </summary>
/// <remarks>
/// Only customers of other systems count as hits: within one system, different keys are different customers, and an address
/// such as info@… shared by two of them does not make them one.
/// </remarks>
public static class IdentityResolver
{
    /// <summary>Everything the customer can be known by, strongest first, including its own key (others may name it).</summary>
    public static IReadOnlyList<Evidence> EvidenceOf(Customer customer)
    {
        var evidence = new List<Evidence>(4) { new(EvidenceKind.KeyElsewhere, customer.Key.ToString()) };
        Add(EvidenceKind.KeyElsewhere, customer.SameAs?.ToString());
        Add(EvidenceKind.CorporateNumber, Digits(customer.CorporateNumber));
        Add(EvidenceKind.TaxId, LettersAndDigits(customer.TaxId));
        Add(EvidenceKind.Email, customer.Email?.Normalize(NormalizationForm.FormKC).Trim().ToLowerInvariant());
        return evidence;

        void Add(EvidenceKind kind, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                evidence.Add(new Evidence(kind, value));
        }
    }

    /// <summary>Decides from the customers of other systems that share evidence with one that is not bound yet.</summary>
    public static Decision Decide(IEnumerable<Hit> hits)
    {
        foreach (var group in hits.GroupBy(hit => hit.Evidence.Kind).OrderBy(group => group.Key))
        {
            var customers = group.Select(hit => hit.CustomerNo).Distinct().Order().ToArray();
            return customers.Length == 1 ? new Decision.Bind(customers[0], group.Key) : new Decision.Ambiguous(customers, group.Key);
        }

        return Decision.New.Instance;
    }

    private static string? Digits(string? text) =>
        text is null ? null : string.Concat(text.Normalize(NormalizationForm.FormKC).Where(char.IsAsciiDigit));

    private static string? LettersAndDigits(string? text) =>
        text is null ? null : string.Concat(text.Normalize(NormalizationForm.FormKC).Where(char.IsLetterOrDigit)).ToUpper(CultureInfo.InvariantCulture);
}

/// <summary>What is to become of a customer that is not bound yet. Closed.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>It is this hub customer.</summary>
    public sealed record Bind(long CustomerNo, EvidenceKind Rule) : Decision;

    /// <summary>Two or more hub customers share the strongest evidence: a person decides.</summary>
    public sealed record Ambiguous(IReadOnlyList<long> CustomerNos, EvidenceKind Rule) : Decision;

    /// <summary>Nobody the hub knows.</summary>
    public sealed record New : Decision
    {
        public static New Instance { get; } = new();
    }
}
