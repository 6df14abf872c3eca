namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>All converters by name.</summary>
internal static class ConverterRegistry
{
    private static readonly Dictionary<string, Converter> ByName =
        new[]
        {
            TextConverters.All, PieceConverters.All, SafeTextConverters.All, JapaneseConverters.All, ContactConverters.All,
            NumberConverters.All, ArithmeticConverters.All, TimeConverters.All, SystemTimeConverters.All, CodeConverters.All,
        }
            .SelectMany(converters => converters)
            .ToDictionary(converter => converter.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<Converter> All => ByName.Values;

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static Converter? Find(string name) => ByName.GetValueOrDefault(name);
}
