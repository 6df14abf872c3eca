using System.CommandLine;
using IntegrationHub.Core.Mapping.Discovery;
using IntegrationHub.Core.Settings;
using IntegrationHub.Host.Hosting;

namespace IntegrationHub.Host.CommandLine;

/// <summary><c>hub discover</c>: which fields a source has, and a record of them for the mappings to be held against.</summary>
internal static class DiscoverVerb
{
    private static readonly Argument<string> Connection = new("connection") { Description = "The source: northwind." };
    private static readonly Argument<string?> Entity = new("entity") { Description = "One entity: Orders. Left out: all that the settings sync.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<int> Records = new("--records") { Description = "For a source that cannot say what it has: look at this many records.", DefaultValueFactory = _ => 500 };
    private static readonly Option<bool> Save = new("--save") { Description = "Record the fields in mappings/<connection>/<entity>.fields.json; mappings that ask for others are then refused." };

    internal static Command Create() => Verb.Named("discover", "Shows the fields of a source's entities, and records them with --save. Moves no checkpoint.", Connection, Entity, Records, Save)
        .Does(async (parsed, terminal, cancellationToken) =>
        {
            if (parsed.GetValue(Records) is < 1 or > 100_000)
                throw new UsageException("--records must be 1 to 100000.");
            // A mapping that asks for a new field must not keep the field from being recorded.
            await using var session = HubSession.Read(quiet: true, MappingChoice.None);
            var connection = parsed.GetRequiredValue(Connection);
            if (session.Catalog.HasRefreshToken(connection))
                await session.OpenSharedAsync(cancellationToken);
            var found = new List<SourceFields>();
            foreach (var entity in EntitiesOf(session, connection, parsed.GetValue(Entity)))
            {
                await using var source = session.Catalog.OpenSource(connection);
                found.Add(await SourceFields.OfAsync(source, entity, parsed.GetValue(Records), cancellationToken));
            }

            var saved = parsed.GetValue(Save) ? found.ToDictionary(fields => fields.Entity, fields => WriteTo(session, connection, fields)) : [];
            terminal.Answer(found.Select(fields => new { connection, fields.Entity, fields.Sampled, fields = fields.All, saved = saved.GetValueOrDefault(fields.Entity) }), () =>
            {
                foreach (var fields in found)
                    Say(terminal, fields, saved.GetValueOrDefault(fields.Entity));
            });
            return ExitCode.Ok;
        });

    private static IReadOnlyList<string> EntitiesOf(HubSession session, string connection, string? entity)
    {
        if (!session.Catalog.Connections.TryGetValue(connection, out var settings))
            throw new UsageException($"There is no connection '{connection}' in the settings{NearestName.Suggest(connection, [.. session.Catalog.Connections.Keys])}");
        if (entity is not null)
            return [entity];
        return settings.Syncs.Count > 0 ? [.. settings.Syncs.Keys.Order(StringComparer.Ordinal)]
            : throw new UsageException($"The settings sync no entity of '{connection}'. Say which: hub discover {connection} <entity>");
    }

    private static string WriteTo(HubSession session, string connection, SourceFields fields)
    {
        if (fields.Entity.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            throw new UsageException($"'{fields.Entity}' cannot be part of a file's name, so its fields cannot be recorded.");
        var folder = Path.Combine(session.Settings.Folder, session.Settings.Mappings.Folder, connection);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, fields.Entity + SourceFields.Ending), fields.ToJson());
        return $"{session.Settings.Mappings.Folder}/{connection}/{fields.Entity}{SourceFields.Ending}";
    }

    private static void Say(Terminal terminal, SourceFields fields, string? saved)
    {
        terminal.Say(fields.Sampled is { } records ? $"{fields.Entity}: {fields.All.Count} fields in the first {records} records" : $"{fields.Entity}: {fields.All.Count} fields");
        if (saved is not null)
            terminal.Say($"recorded in {saved}");
        else
            terminal.Table(["Field", "Kind"], fields.All.Select(field => (IReadOnlyList<string>)[field.Path, $"{field.Kind}".ToLowerInvariant()]));
    }
}
