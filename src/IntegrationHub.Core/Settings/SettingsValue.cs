using System.ComponentModel;

namespace IntegrationHub.Core.Settings;

/// <summary>Single values as the settings write them, and what to say when they are not what they should be.</summary>
internal static class SettingsValue
{
    internal static bool IsOne(Type type) => TypeDescriptor.GetConverter(Bare(type)).CanConvertFrom(typeof(string));

    internal static bool TryRead(Type type, string text, out object? value, out string expected)
    {
        type = Bare(type);
        expected = "";
        try
        {
            value = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            if (!type.IsEnum || Enum.IsDefined(type, value!))
                return true;
        }
        // what converters throw for bad text differs by type; none of it says more than "not this"
        catch (Exception refused) when (refused is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            value = null;
        }
        expected = type.IsEnum
            ? $"must be one of {string.Join(", ", Enum.GetNames(type))}, was '{text}'"
            : $"must be {Describe(type)}, was '{text}'";
        return false;
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static string Describe(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a duration such as 00:00:30"
        : type == typeof(decimal) || type == typeof(double) ? "a number with a point"
        : type == typeof(Uri) ? "an address such as https://host/path"
        : type.IsPrimitive ? "a whole number"
        : $"a {type.Name}";
}
