using System.Text;
using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Identity;

/// <summary>The folded text a customer is searched by. Search terms are folded the same way: width, case and kana forms do not matter.</summary>
public static class SearchText
{
    /// <summary>NFKC, lower case, hiragana as katakana, no spaces.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormKC).ToLowerInvariant())
        {
            if (char.IsWhiteSpace(letter))
                continue;
            folded.Append(letter is >= '\u3041' and <= '\u3096' ? (char)(letter + 0x60) : letter);
        }

        return folded.ToString();
    }

    /// <summary>Name, kana, key, corporate number, tax id, e-mail and phone of one source customer.</summary>
    public static string Of(Customer customer) => string.Join('\n',
        new[] { customer.Name, customer.NameKana, customer.Key.Id, customer.CorporateNumber, customer.TaxId, customer.Email, customer.Phone }
            .Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => Fold(text!)));
}
