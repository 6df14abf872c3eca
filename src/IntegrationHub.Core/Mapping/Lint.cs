namespace IntegrationHub.Core.Mapping;

/// <summary>One thing wrong with a mapping or cases file, at its place. Prints as <c>file(line,column): message</c>.</summary>
/// <param name="File">The file, relative to the mappings folder.</param>
/// <param name="Line">From 1; 0 when the file as a whole is meant.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong, and the nearest name that would be right.</param>
public sealed record Lint(string File, int Line, int Column, string Message)
{
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : FormattableString.Invariant($"{File}({Line},{Column}): {Message}");
}
