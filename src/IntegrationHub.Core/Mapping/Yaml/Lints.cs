namespace IntegrationHub.Core.Mapping.Yaml;

/// <summary>Collects what is wrong with one file, so that all of it is said at once.</summary>
internal sealed class Lints(string file)
{
    private const int MostNamesToList = 24;
    private const int MostLints = 100;
    private readonly List<Lint> lints = [];

    public string File { get; } = file;
    public bool Any => lints.Count > 0;
    public int Count => lints.Count;

    /// <summary>In the order of the file, then what is said of the file as a whole.</summary>
    public IReadOnlyList<Lint> Sorted => [.. lints.OrderBy(lint => lint.File != File).ThenBy(lint => lint.Line == 0).ThenBy(lint => lint.Line).ThenBy(lint => lint.Column)];

    public void Add(YamlNode at, string message) => Add(at.Line, at.Column, message);

    public void Add(int line, int column, string message) => Add(new Lint(File, line, column, message));

    /// <summary>Something wrong with another file that this one names.</summary>
    public void AddTo(string other, int line, string message) => Add(new Lint(other, line, line == 0 ? 0 : 1, message));

    private void Add(Lint lint)
    {
        if (lints.Count < MostLints)
            lints.Add(lint);
        else if (lints.Count == MostLints)
            lints.Add(new Lint(File, 0, 0, "and more; mend these first"));
    }

    /// <summary>Says that <paramref name="name"/> is not one of the known names, and which of them was probably meant.</summary>
    public void Unknown(YamlNode at, string what, string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        var message = $"unknown {what} '{name}'";
        if (Nearest.To(name, names) is { } nearest)
            message += $"; did you mean '{nearest}'?";
        else if (names.Count is > 0 and <= MostNamesToList)
            message += $"; there are: {string.Join(", ", names)}";
        Add(at, message);
    }

    public void ThrowIfAny()
    {
        if (Any)
            throw new MappingException(Sorted);
    }
}
