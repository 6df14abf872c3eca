using System.Globalization;
using System.Text.RegularExpressions;

namespace IntegrationHub.Core.Store.Embedded;

/// <summary>A folder with PostgreSQL's server programs.</summary>
internal sealed partial record PostgresBinaries(string Folder, Version Version)
{
    private const int OldestMajor = 15;
    private static readonly string[] s_programs = ["postgres", "initdb", "pg_ctl"];

    /// <summary>Where packages put them: Debian, Red Hat (its own and PGDG), Alpine, source builds, Homebrew.</summary>
    private static readonly (string Parent, string Pattern, string Inside)[] s_places =
    [
        ("/usr/lib/postgresql", "*", "bin"), ("/usr", "pgsql-*", "bin"), ("/usr/libexec", "postgresql*", ""), ("/usr/local", "pgsql", "bin"),
        ("/opt/homebrew/opt", "postgresql*", "bin"), ("/usr/local/opt", "postgresql*", "bin"), ("/usr", "bin", ""),
    ];

    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>The newest on this machine; for data that exist already, of the same major version.</summary>
    /// <exception cref="StoreSetupException">None fits.</exception>
    public static async Task<PostgresBinaries> FindAsync(int? dataMajor, CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in Places().Distinct().Where(folder => s_programs.All(program => File.Exists(Path.Combine(folder, program)))))
            found.Add(new PostgresBinaries(folder, await VersionOfAsync(folder, cancellationToken)));
        var fitting = found.Where(candidate => dataMajor is null ? candidate.Version.Major >= OldestMajor : candidate.Version.Major == dataMajor);
        return fitting.MaxBy(candidate => candidate.Version) ?? throw new StoreSetupException(dataMajor is null
            ? $"PostgreSQL {OldestMajor} or later is not installed: install it (apt install postgresql, dnf install postgresql-server, apk add postgresql, brew install postgresql), or set Database:ConnectionString to a server of your own."
            : $"The data were written by PostgreSQL {dataMajor}, which is not installed here: install PostgreSQL {dataMajor}, or move the data with pg_upgrade.");
    }

    private static IEnumerable<string> Places()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var packaged = s_places.Where(place => Directory.Exists(place.Parent))
            .SelectMany(place => Directory.EnumerateDirectories(place.Parent, place.Pattern).Select(folder => Path.Combine(folder, place.Inside)));
        return path.Concat(packaged).Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
    }

    private static async Task<Version> VersionOfAsync(string folder, CancellationToken cancellationToken)
    {
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "postgres (PostgreSQL) 18beta1"
        var said = await new Command(Path.Combine(folder, "postgres"), ["--version"]).RunAsync(cancellationToken);
        var match = NumberIn().Match(said);
        return match.Success
            ? new Version(Number(match.Groups[1]), Number(match.Groups[2]))
            : throw new StoreSetupException($"{folder}/postgres does not say its version but '{said}'.");
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)(?:\.(\d+))?")]
    private static partial Regex NumberIn();
}
