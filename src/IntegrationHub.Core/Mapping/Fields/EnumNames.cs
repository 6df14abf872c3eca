using System.Text.Json;
using IntegrationHub.Core.Mapping.Reading;
using IntegrationHub.Core.Mapping.Rules;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>The states of a canonical enum by the names mappings and documents use (<c>partial</c>).</summary>
internal static class EnumNames<T> where T : struct, Enum
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];

    private static readonly Utf8Table<T> Table = new([.. All.Zip(Enum.GetValues<T>(), KeyValuePair.Create)]);
    private static readonly string NotOne = $"none of {string.Join(", ", All)}";

    public static string? Read(scoped in Value value, TextCache texts, out T result)
    {
        result = default;
        return value.Kind is ValueKind.Text && Table.TryGet(value.ToUtf8(stackalloc byte[64]), out result) ? null : NotOne;
    }
}
