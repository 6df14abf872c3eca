using System.Runtime.CompilerServices;
using System.Text;
using IntegrationHub.Sdk;

namespace IntegrationHub.TestKit.Tests.Sources;

/// <summary>Five records with lines, and a source that describes them, soundly or broken on purpose.</summary>
internal sealed class DescribedRig(SchemaFault fault = SchemaFault.None) : ISourceRig
{
    private int _described;

    public string Entity => "Things";
    public IReadOnlyList<string> Keys { get; } = ["1", "2", "3", "4", "5"];
    public IReadOnlyList<string> Confidential => ["s3cret"];

    public Task<ISource> OpenAsync(ConnectorServices services) => Task.FromResult<ISource>(new DescribedSource(Keys, fault, () => ++_described));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>With a fault, it breaks the contract in that one way.</summary>
internal sealed class DescribedSource(IReadOnlyList<string> keys, SchemaFault fault, Func<int> count) : ISource, ISourceSchema
{
    private static readonly SourceField[] Fields =
    [
        new("key", SourceFieldKind.Text), new("size", SourceFieldKind.Number), new("'odd.name'", SourceFieldKind.Boolean),
        new("lines", SourceFieldKind.List), new("lines[].no", SourceFieldKind.Number),
    ];

    public Task<IReadOnlyList<SourceField>> DescribeAsync(string entity, CancellationToken cancellationToken)
    {
        if (fault != SchemaFault.IgnoresCancelling)
            cancellationToken.ThrowIfCancellationRequested();
        if (entity != "Things" && fault != SchemaFault.TakesAnyEntity)
            throw new SetupException($"There is no entity '{entity}'{(fault == SchemaFault.TellsTheSecret ? " for the password s3cret" : "")}.");
        IEnumerable<SourceField> fields = fault switch
        {
            SchemaFault.ForgetsAField => Fields.Where(field => field.Path != "'odd.name'"),
            SchemaFault.ForgetsAFieldOfALine => Fields.Where(field => field.Path != "lines[].no"),
            SchemaFault.TakesANumberForText => Fields.Select(field => field.Path == "size" ? field with { Kind = SourceFieldKind.Text } : field),
            SchemaFault.DescribesAFieldTwice => Fields.Append(Fields[0]),
            SchemaFault.ChangesItsMind when count() > 1 => Fields.Append(new("new", SourceFieldKind.Any)),
            _ => Fields,
        };
        return Task.FromResult<IReadOnlyList<SourceField>>([.. fields]);
    }

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        var at = request.After is null ? 0 : int.Parse(request.After.Value, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var chunk in keys.Skip(at).Chunk(request.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            at += chunk.Length;
            yield return new([.. chunk.Select(key => new SourceRecord(key, ChangeKind.Upserted, Encoding.UTF8.GetBytes($$"""{"key":"{{key}}","size":{{key}},"odd.name":true,"none":null,"lines":[{"no":1}]}""")))],
                new Checkpoint(at.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
