using System.Linq.Expressions;
using System.Reflection;

namespace IntegrationHub.Core.Mapping.Fields;

/// <summary>Reflection done once, so that none is left per record.</summary>
internal static class Setter
{
    /// <summary>The property's setter as a delegate; <c>init</c> setters too: the record is still being made.</summary>
    public static Action<TOwner, T> Of<TOwner, T>(PropertyInfo property) => property.SetMethod!.CreateDelegate<Action<TOwner, T>>();

    /// <summary>Makes an empty one. The mapping sees to its required members.</summary>
    public static Func<T> New<T>() => Expression.Lambda<Func<T>>(Expression.New(typeof(T))).Compile();
}
