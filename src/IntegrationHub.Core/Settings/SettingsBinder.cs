using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Core.Settings;

/// <summary>
/// Fills options classes from the settings, strictly: an unknown key, a value of the wrong kind, and whatever the properties'
/// attributes refuse is a problem with its place. Goes on after a problem, so that all are known at once. One thread.
/// </summary>
/// <remarks>
/// Knows texts, numbers, enums and all else with a type converter (so also <c>Secret</c>), lists, dictionaries by name, and
/// classes of these. A list in the settings replaces a default list.
/// </remarks>
public sealed class SettingsBinder(IConfigurationRoot settings)
{
    private readonly SettingsPlaces _places = new(settings);
    private readonly NullabilityInfoContext _nullability = new();
    private readonly List<SettingsProblem> _problems = [];

    public IReadOnlyList<SettingsProblem> Problems => _problems;

    /// <summary>Reports a problem at a path, e.g. <c>Web:Port</c>.</summary>
    public void Refuse(string path, string what) => _problems.Add(new SettingsProblem(_places.Of(path), what));

    /// <summary>Reports a problem that has a place of its own.</summary>
    public void Refuse(SettingsProblem problem) => _problems.Add(problem);

    /// <exception cref="SettingsException">There are problems.</exception>
    public void ThrowIfRefused()
    {
        if (_problems.Count > 0)
            throw new SettingsException(_problems);
    }

    /// <summary>Fills an options class; what has a problem keeps its default.</summary>
    /// <param name="path">The section, e.g. <c>Web</c>.</param>
    /// <param name="elsewhere">Keys in the section that something else reads.</param>
    public T Bind<T>(string path, params string[] elsewhere) where T : class, new() => (T)Bind(typeof(T), path, elsewhere);

    /// <inheritdoc cref="Bind{T}"/>
    public object Bind(Type type, string path, params string[] elsewhere) => Filled(Activator.CreateInstance(type)!, path, elsewhere);

    private object Filled(object filled, string path, params string[] elsewhere)
    {
        var type = filled.GetType();
        var section = settings.GetSection(path);
        if (!string.IsNullOrEmpty(section.Value) && !_places.IsEnvironment(path))
            Refuse(path, "must be an object with keys, not a single value");

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToList();
        string[] known = [.. properties.Select(property => property.Name), .. elsewhere];
        foreach (var child in section.GetChildren())
            if (properties.Find(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } property)
                Fill(filled, property, child);
            else if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                Refuse(child.Path, $"is not known{NearestName.Suggest(child.Key, known)}");

        foreach (var property in properties)
            Validate(filled, property, $"{path}:{property.Name}");
        if (filled is IValidatableObject rules)
            foreach (var broken in rules.Validate(new ValidationContext(filled)))
                Refuse(broken.MemberNames.FirstOrDefault() is { } member ? $"{path}:{member}" : path, broken.ErrorMessage ?? "is not valid");
        return filled;
    }

    private void Fill(object owner, PropertyInfo property, IConfigurationSection section)
    {
        var before = _problems.Count;
        var value = Read(property.PropertyType, section, property.GetValue(owner));
        if (_problems.Count > before && value is null)
            return;
        if (value is null && (Nullable.GetUnderlyingType(property.PropertyType) is null && property.PropertyType.IsValueType
            || _nullability.Create(property).WriteState == NullabilityState.NotNull))
            Refuse(section.Path, "must have a value");
        else
            property.SetValue(owner, value);
    }

    /// <param name="type">What is to be read.</param>
    /// <param name="section">Where.</param>
    /// <param name="given">What the owner has there by default: an object keeps the defaults that its owner gave it.</param>
    private object? Read(Type type, IConfigurationSection section, object? given = null)
    {
        if (SettingsValue.IsOne(type))
            return ReadOne(type, section);
        if (type.IsArray)
            return ReadList(type.GetElementType()!, section, asArray: true);
        if (!type.IsGenericType)
            return Filled(given ?? Activator.CreateInstance(type)!, section.Path);

        var arguments = type.GetGenericArguments();
        return arguments is [var key, var value] && key == typeof(string) ? ReadNamed(value, section)
            : arguments is [var item] ? ReadList(item, section, asArray: false)
            : throw new NotSupportedException($"{type} cannot be read from settings.");
    }

    private object? ReadOne(Type type, IConfigurationSection section)
    {
        if (section.GetChildren().Any())
            Refuse(section.Path, "must be a single value");
        else if (section.Value is null)
            return null;
        else if (SettingsValue.TryRead(type, section.Value, out var value, out var expected))
            return value;
        else
            Refuse(section.Path, expected);
        return null;
    }

    private IList ReadList(Type item, IConfigurationSection section, bool asArray)
    {
        if (!string.IsNullOrEmpty(section.Value))
            Refuse(section.Path, "must be a list");
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        foreach (var child in section.GetChildren())
            if (Read(item, child) is { } value)
                list.Add(value);
        if (!asArray)
            return list;
        var array = Array.CreateInstance(item, list.Count);
        list.CopyTo(array, 0);
        return array;
    }

    private IDictionary ReadNamed(Type value, IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
            Refuse(section.Path, "must be an object with names as keys");
        var named = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        foreach (var child in section.GetChildren())
            if (Read(value, child) is { } found)
                named.Add(child.Key, found);
        return named;
    }

    private void Validate(object owner, PropertyInfo property, string path)
    {
        if (_problems.Exists(problem => problem.Place == _places.Of(path)))
            return;   // one sentence for one value
        var value = property.GetValue(owner);
        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            if (!rule.IsValid(value))
                Refuse(path, rule switch
                {
                    RequiredAttribute => "is missing",
                    RangeAttribute range => $"must be {range.Minimum} to {range.Maximum}, was {value}",
                    _ => rule.FormatErrorMessage(property.Name),
                });
    }
}
