using System.Text.Encodings.Web;
using System.Text.Json;

namespace IntegrationHub.Core.Mapping.Explain;

/// <summary>Why a record became what it is: every value with where it was read, each step it took, and the rule that says so.</summary>
/// <param name="Document">What came of it, as JSON; null when the record was refused or left out.</param>
/// <param name="LeftOut">The mapping's <c>only</c> leaves the record out.</param>
/// <param name="Issues">Why it was refused.</param>
/// <param name="Values">In the order of the mapping.</param>
public sealed record Explanation(string? Document, bool LeftOut, IReadOnlyList<MapIssue> Issues, IReadOnlyList<ExplainedValue> Values)
{
    internal static readonly JsonSerializerOptions JsonStyle = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value a field of the document has its content from; null for what no rule fills: the key, an empty list.</summary>
    /// <param name="field">As in the document: <c>lines[1].net.amount</c>.</param>
    public ExplainedValue? Of(string field) => Values.FirstOrDefault(value => value.Field == field);
}

/// <summary>One value of a record with its story.</summary>
/// <param name="Field">Where it stands in the document: <c>lines[1].net.amount</c>.</param>
/// <param name="Site">The field as the mapping names it: <c>lines[].net</c>.</param>
/// <param name="Rule">Where its rule stands: <c>northwind/Orders.yaml(7,28)</c>.</param>
/// <param name="Outcome">Whether there is a value.</param>
/// <param name="Steps">From the source to the field, in order.</param>
/// <param name="Cause">Why it was refused; else null.</param>
public sealed record ExplainedValue(string Field, string Site, string Rule, ExplainedOutcome Outcome, IReadOnlyList<ExplainedStep> Steps, string? Cause)
{
    /// <summary>Where it was looked for in the source record: <c>lines[1].LineNet</c>.</summary>
    public IEnumerable<string> SourcePaths => Steps.Where(step => step.Kind == ExplainedStep.Kinds.Read).Select(step => step.What);
}

public enum ExplainedOutcome
{
    /// <summary>The record has nothing for it.</summary>
    Absent,
    Present,
    Refused,
}

/// <summary>One step of a value. Values are written as JSON.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="What">The path that was read, or the converter with its arguments.</param>
/// <param name="From">What went in; null: nothing.</param>
/// <param name="To">What came out; null: nothing.</param>
/// <param name="Cause">Why the step refused it; else null.</param>
public sealed record ExplainedStep(string Kind, string What, string? From, string? To, string? Cause)
{
    public static class Kinds
    {
        public const string Read = "read";

        /// <summary>Which element <c>[field=value]</c> found: its number.</summary>
        public const string Pick = "pick";
        public const string Constant = "constant";
        public const string Convert = "convert";
    }
}
