namespace IntegrationHub.Core.Mapping.Yaml;

/// <summary>Collects what is wrong with one file, so that all of it is said at once.</summary>
internal sealed class Lints(string file)
{
    private const int MostNamesToList = 24;
    private const int MostLints = 100;
    private readonly List<Lint> lints = [];
    private readonly List<Lint> warnings = [];

    public string File { get; } = file;
    public bool Any => lints.Count > 0;
    public int Count => lints.Count;

    /// <summary>In the order of the file, then what is said of the file as a whole; then those of its base.</summary>
    public IReadOnlyList<Lint> Sorted => InOrder(lints);

    /// <summary>What is no fault, but better put right. Told by <c>hub check</c>; stops nothing.</summary>
    public IReadOnlyList<Lint> Warnings => InOrder(warnings);

    /// <summary>Where a node stands: <c>northwind/Orders.yaml(7,28)</c>.</summary>
    public string PlaceOf(YamlNode node) => FormattableString.Invariant($"{node.File ?? File}({node.Line},{node.Column})");

    public void Warn(YamlNode at, string message) => warnings.Add(new Lint(at.File ?? File, at.Line, at.Column, message));

    public void Add(YamlNode at, string message) => Add(new Lint(at.File ?? File, at.Line, at.Column, message));

    public void Add(int line, int column, string message) => Add(new Lint(File, line, column, message));

    /// <summary>Something wrong with another file that this one names.</summary>
    public void AddTo(string other, int line, string message) => Add(new Lint(other, line, line == 0 ? 0 : 1, message));

    /// <summary>What is wrong with a file this one needs is wrong with this one, too.</summary>
    public void Take(Lints other) => lints.AddRange(other.lints);

    private void Add(Lint lint)
    {
        if (lints.Count < MostLints)
            lints.Add(lint);
        else if (lints.Count == MostLints)
            lints.Add(new Lint(File, 0, 0, "and more; mend these first"));
    }

    /// <summary>Says that <paramref name="name"/> is not one of the known names, and which of them was probably meant.</summary>
    public void Unknown(YamlNode at, string what, string name, IEnumerable<string> known) => Add(at, $"unknown {what} '{name}'{Hint(name, [.. known])}");

    /// <summary>The name that was probably meant, or all there are when there are few, to be appended to a sentence.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known) =>
        Nearest.To(name, known) is { } nearest ? $"; did you mean '{nearest}'?"
        : known.Count is > 0 and <= MostNamesToList ? $"; there are: {string.Join(", ", known)}"
        : "";

    public void ThrowIfAny()
    {
        if (Any)
            throw new MappingException(Sorted);
    }

    private List<Lint> InOrder(List<Lint> some) =>
        [.. some.OrderBy(lint => lint.File != File).ThenBy(lint => lint.File, StringComparer.Ordinal).ThenBy(lint => lint.Line == 0).ThenBy(lint => lint.Line).ThenBy(lint => lint.Column)];
}
