using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace IntegrationHub.Host.CommandLine;

/// <summary>Where a verb writes: tables and bars on a terminal, plain lines into a pipe, one JSON document with <c>--json</c>. Problems go to standard error.</summary>
internal sealed class Terminal(bool json)
{
    internal static readonly JsonSerializerOptions JsonStyle = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    internal bool Json => json;

    /// <summary>Somebody watches, and lines may be drawn over.</summary>
    internal bool IsLive => !json && !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi;

    /// <summary>A line for people; left out with <c>--json</c>.</summary>
    internal void Say(string line)
    {
        if (!json)
            Console.WriteLine(line);
    }

    /// <summary>The answer: as JSON when asked for, else whatever <paramref name="plain"/> writes.</summary>
    internal void Answer(object answer, Action plain)
    {
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(answer, JsonStyle));
        else
            plain();
    }

    internal void Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (!IsLive)
        {
            Console.WriteLine(string.Join('\t', heads));
            foreach (var row in rows)
                Console.WriteLine(string.Join('\t', row));
            return;
        }
        var table = new Table().Border(TableBorder.Simple);
        foreach (var head in heads)
            table.AddColumn(new TableColumn(Markup.Escape(head)));
        foreach (var row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);
        AnsiConsole.Write(table);
    }

    internal int Fail(Failure failure)
    {
        foreach (var sentence in failure.Sentences)
            Console.Error.WriteLine(sentence);
        if (json)
            Answer(new { problems = failure.Sentences }, () => { });
        return failure.ExitCode;
    }
}
