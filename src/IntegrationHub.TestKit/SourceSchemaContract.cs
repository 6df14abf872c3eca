using System.Diagnostics;
using System.Text.Json;
using IntegrationHub.Sdk;
using Xunit;

namespace IntegrationHub.TestKit;

/// <summary>
/// What the hub relies on in a source that is an <see cref="ISourceSchema"/>: mappings are held against its answer, so a field it forgets is one
/// no mapping may use. Derived beside the source's <see cref="SourceContract"/>.
/// </summary>
/// <param name="rig">The outside system. The contract disposes it.</param>
public abstract class SourceSchemaContract(ISourceRig rig) : IAsyncLifetime
{
    private readonly WatchedServices _services = new();

    /// <summary>Called by xunit before the fact.</summary>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Called by xunit after the fact.</summary>
    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        _services.Dispose();
    }

    [Fact]
    public async Task Every_field_of_every_record_is_described_with_its_kind()
    {
        var described = (await DescribeAsync()).ToDictionary(field => field.Path, field => field.Kind);
        await using var source = await rig.OpenAsync(_services.Services);
        var items = (await SourceRead.RunAsync(source, new(rig.Entity, null, 1000))).Items.Where(item => item.Json.Length > 0).ToList();
        Assert.NotEmpty(items);
        foreach (var (path, kind) in items.SelectMany(item => FieldsOf(JsonDocument.Parse(item.Json).RootElement, "")).Distinct())
        {
            Assert.True(described.TryGetValue(path, out var said), $"Records have a field {path}, which is not described.");
            Assert.True(said == kind || said == SourceFieldKind.Any, $"{path} is described as {said}, but a record has it as {kind}.");
        }
    }

    [Fact]
    public async Task Each_field_is_described_once() =>
        Assert.All((await DescribeAsync()).GroupBy(field => field.Path), same => Assert.True(same.Count() == 1, $"{same.Key} is described {same.Count()} times."));

    [Fact]
    public async Task Describing_twice_gives_the_same() => Assert.Equal(await DescribeAsync(), await DescribeAsync());

    [Fact]
    public async Task Describing_an_unknown_entity_is_an_error_in_the_settings() => await Assert.ThrowsAsync<SetupException>(() => DescribeAsync("NoSuchEntity"));

    [Fact]
    public async Task Cancelling_stops_describing_within_a_second()
    {
        var clock = Stopwatch.StartNew();
        var stopped = await Record.ExceptionAsync(() => DescribeAsync(cancellationToken: new CancellationToken(canceled: true)));
        Assert.True(stopped is OperationCanceledException, "It was cancelled, but went on to its end. Cancelling must end it with OperationCanceledException.");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"Cancelling stopped it only after {clock.Elapsed.TotalSeconds:0.0} s.");
    }

    [Fact]
    public async Task No_description_tells_a_secret()
    {
        Assert.True(rig.Confidential.Count > 0, "The rig names no confidential text; then this fact shows nothing.");
        var failure = await Record.ExceptionAsync(() => DescribeAsync("NoSuchEntity"));
        foreach (var text in (await DescribeAsync()).Select(field => field.Path).Concat(_services.Lines).Append(failure?.ToString() ?? ""))
            foreach (var secret in rig.Confidential)
                Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<IReadOnlyList<SourceField>> DescribeAsync(string? entity = null, CancellationToken cancellationToken = default)
    {
        await using var source = await rig.OpenAsync(_services.Services);
        var schema = Assert.IsAssignableFrom<ISourceSchema>(source);
        var fields = await schema.DescribeAsync(entity ?? rig.Entity, cancellationToken);
        Assert.NotEmpty(fields);
        return fields;
    }

    private static IEnumerable<(string Path, SourceFieldKind Kind)> FieldsOf(JsonElement value, string prefix)
    {
        foreach (var property in value.EnumerateObject())
        {
            var path = prefix + SourceField.NameOf(property.Name);
            if (KindOf(property.Value) is { } kind)
                yield return (path, kind);
            var within = property.Value.ValueKind switch
            {
                JsonValueKind.Object => FieldsOf(property.Value, $"{path}."),
                JsonValueKind.Array => property.Value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).SelectMany(item => FieldsOf(item, $"{path}[].")),
                _ => [],
            };
            foreach (var field in within)
                yield return field;
        }
    }

    private static SourceFieldKind? KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => SourceFieldKind.Object,
        JsonValueKind.Array => SourceFieldKind.List,
        JsonValueKind.String => SourceFieldKind.Text,
        JsonValueKind.Number => SourceFieldKind.Number,
        JsonValueKind.True or JsonValueKind.False => SourceFieldKind.Boolean,
        _ => null,
    };
}
