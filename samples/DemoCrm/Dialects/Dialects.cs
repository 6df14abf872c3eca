namespace DemoCrm.Dialects;

/// <summary>All dialects there are: every <see cref="IDialect"/> of this assembly.</summary>
internal static class Dialects
{
    public static IReadOnlyList<IDialect> All { get; } =
        [.. typeof(IDialect).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IDialect))).Select(type => (IDialect)Activator.CreateInstance(type)!).OrderBy(dialect => dialect.Name, StringComparer.Ordinal)];
}
