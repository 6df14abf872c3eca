using System.ComponentModel;
using System.Globalization;

namespace IntegrationHub.Sdk;

/// <summary>
/// A password, key or token in a connector's options. Prints as <c>***</c> everywhere; <see cref="Reveal"/> is the one way to the
/// value, to be called where the request is built. Bound from settings as a plain string. Immutable, safe from several threads.
/// </summary>
[TypeConverter(typeof(SecretConverter))]
public sealed class Secret(string value)
{
    /// <summary>The value itself. Never put it into a message, a log or a URL.</summary>
    public string Reveal() => value;

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";

    private sealed class SecretConverter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            value is string text ? new Secret(text) : base.ConvertFrom(context, culture, value);
    }
}
