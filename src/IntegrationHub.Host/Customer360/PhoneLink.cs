namespace IntegrationHub.Host.Customer360;

/// <summary>A link that calls a written telephone number.</summary>
internal static class PhoneLink
{
    internal static string To(string phone) => "tel:" + string.Concat(phone.Where(letter => char.IsAsciiDigit(letter) || letter is '+'));
}
