using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IntegrationHub.Core.Canonical;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>A field of a canonical type as mappings see it. Read from the types once; nothing here is used per record.</summary>
internal sealed class CanonicalField
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, CanonicalField>> ByType = new();

    private CanonicalField(PropertyInfo property)
    {
        Property = property;
        Name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Required = property.IsDefined(typeof(RequiredMemberAttribute));
        Item = Type.IsGenericType && Type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? Type.GetGenericArguments()[0] : null;
    }

    public PropertyInfo Property { get; }

    /// <summary>In camelCase, as in mappings and documents.</summary>
    public string Name { get; }

    /// <summary>Its type, without <c>?</c>.</summary>
    public Type Type { get; }

    /// <summary>A record without it is refused.</summary>
    public bool Required { get; }

    /// <summary>For a list: the type of its entries.</summary>
    public Type? Item { get; }

    /// <summary>For an enum: the names of its values; else null.</summary>
    public IReadOnlyList<string>? States => Type.IsEnum ? [.. Enum.GetNames(Type).Select(JsonNamingPolicy.CamelCase.ConvertName)] : null;

    /// <summary>For a reference: the entity it points to.</summary>
    public string ReferencedEntity(string owner) => Entities.TryKindOf(Name, out _) ? Name : owner;

    /// <summary>What it holds, in the words of an error message.</summary>
    public string Noun =>
        Item is not null ? "a list"
        : Type.IsEnum ? $"one of {string.Join(", ", States!)}"
        : Type == typeof(string) ? "a text"
        : Type == typeof(bool) ? "true or false"
        : Type == typeof(int) ? "a whole number"
        : Type == typeof(decimal) ? "a number"
        : Type == typeof(DateOnly) ? "a date"
        : Type == typeof(DateTimeOffset) ? "a point in time"
        : Type == typeof(Money) ? "money"
        : Type == typeof(Quantity) ? "a quantity"
        : Type == typeof(RecordKey) ? "a reference"
        : Type == typeof(JsonObject) ? "a set of attributes"
        : throw new NotSupportedException($"{Property.DeclaringType}.{Property.Name}: mappings have no word for {Type}.");

    /// <summary>The fields a document of this type has, by name.</summary>
    public static IReadOnlyDictionary<string, CanonicalField> Of(Type type) => ByType.GetOrAdd(type, static type => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite && !property.IsDefined(typeof(JsonIgnoreAttribute)))
        .Select(property => new CanonicalField(property))
        .ToDictionary(field => field.Name, StringComparer.Ordinal));

    /// <summary>A field that is set but not part of the document: deletion, source version, source time.</summary>
    public static CanonicalField Of(Type type, string property) => new(type.GetProperty(property)!);
}
