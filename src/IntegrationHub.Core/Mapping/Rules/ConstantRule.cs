using System.Text;
using IntegrationHub.Core.Mapping.Yaml;

namespace IntegrationHub.Core.Mapping.Rules;

/// <summary>A value the mapping itself says: quoted a text, unquoted as JSON would read it (<c>30</c>, <c>true</c>, else a text).</summary>
internal sealed class ConstantRule : Rule
{
    private readonly byte[] utf8;
    private readonly ValueKind kind;

    public ConstantRule(YamlText node)
    {
        Node = node;
        utf8 = Encoding.UTF8.GetBytes(node.IsNull ? "" : node.Value);
        kind = node switch
        {
            { IsNull: true } or { Value: "" } => ValueKind.Absent,
            { Plain: true, Value: "true" or "false" } => ValueKind.Boolean,
            { Plain: true } when JsonNumber.IsValid(utf8) => ValueKind.Literal,
            _ => ValueKind.Text,
        };
    }

    public YamlText Node { get; }

    public override RuleType Gives => kind switch
    {
        ValueKind.Boolean => RuleType.Boolean,
        ValueKind.Literal => RuleType.Number,
        ValueKind.Text => RuleType.Text,
        _ => RuleType.Any,
    };

    public override IReadOnlyCollection<string>? Texts => kind is ValueKind.Text ? [Node.Value] : null;

    public override IEnumerable<ConstantRule> Constants => [this];

    public Value Value => kind switch
    {
        ValueKind.Absent => Value.Absent,
        ValueKind.Boolean => Value.OfBoolean(Node.Value == "true"),
        ValueKind.Literal => Value.OfLiteral(utf8),
        _ => Value.OfText(utf8),
    };

    public override Value Evaluate(scoped in Scope scope)
    {
        scope.Trace?.Constant(Value);
        return Value;
    }
}
