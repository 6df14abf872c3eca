namespace IntegrationHub.Core.Mapping.Converters;

/// <summary>The hub's own converters.</summary>
internal static class ConverterRegistry
{
    public static IReadOnlyList<Converter> All { get; } =
    [
        .. TextConverters.All, .. PieceConverters.All, .. SafeTextConverters.All, .. JapaneseConverters.All, .. ContactConverters.All,
        .. NumberConverters.All, .. ArithmeticConverters.All, .. TimeConverters.All, .. SystemTimeConverters.All, .. CodeConverters.All,
    ];
}
