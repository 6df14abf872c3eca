using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Sdk.Extraction;

/// <summary>
/// Reads one slice whole, for every cursor in the same way: its position is of a kind of its own, which means nothing to the live sync, and the live sync's means
/// nothing here. A list of keys is asked for in pieces. Used once.
/// </summary>
/// <param name="fetch">Fetches a page.</param>
/// <param name="paging">How the pages hang together.</param>
/// <param name="can">What the source can narrow by.</param>
/// <param name="keysPerPage">At most so many keys are asked for at once.</param>
/// <param name="form">What the records are asked for with.</param>
/// <param name="stamps">For passes in the order of time.</param>
internal sealed class SlicedPass(FetchPage fetch, Paging paging, SliceKinds can, int keysPerPage, string? form, StampFormat? stamps = null)
{
    private const string Kind = "slice";

    public async IAsyncEnumerable<SourceBatch> ReadAsync(ReadRequest request, Slice slice, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Refuse(request.Entity, slice);
        var print = Print(slice);
        var position = CursorPosition.Of(request.After, Kind, form) is { Slice: { } before } resumed && before == print ? resumed : new CursorPosition(Kind, 1) { Form = form, Slice = print };
        var pieces = Pieces(slice);
        for (var piece = position.Piece; piece < pieces.Count; piece++)
        {
            var first = new PageRequest(request.Entity, request.BatchSize) { Slice = pieces[piece] };
            await foreach (var step in new Pass(fetch, paging, first, stamps).ReadAsync(position.At ?? new(), cancellationToken))
            {
                RefuseOthers(request.Entity, pieces[piece]?.Keys, step.Records);
                position = step.End is null ? position with { At = step.At } : position with { At = null, Piece = piece + 1 };
                if (step.Records.Count + step.Broken.Count > 0 || step.End is not null && piece == pieces.Count - 1)
                    yield return Batches.Of(step, position);
            }
        }
    }

    /// <exception cref="SetupException">The source cannot narrow by what the slice asks for.</exception>
    private void Refuse(string entity, Slice slice)
    {
        if ((slice.Kinds & ~can) is var missing and not SliceKinds.None)
            throw new SetupException($"{entity}: this source cannot read part of an entity by {Words(missing)}. "
                + (can == SliceKinds.None ? "Read it as a whole; unchanged records cost nothing." : $"It can by {Words(can)}."));
    }

    /// <summary>A source that overlooks the list would give everything.</summary>
    private static void RefuseOthers(string entity, IReadOnlyList<string>? keys, IReadOnlyList<PageRecord> records)
    {
        if (keys is not null && records.FirstOrDefault(record => !keys.Contains(record.Key, StringComparer.Ordinal)) is { } other)
            throw new ProtocolException($"{entity}: the source gave {other.Key}, which was not among the keys it was asked for. Check how it is asked for a list of keys.");
    }

    private static string Words(SliceKinds kinds) => string.Join(" and ", new[]
    {
        (SliceKinds.Keys, "a list of keys"), (SliceKinds.Dates, "dates"), (SliceKinds.Company, "company"), (SliceKinds.KeyRange, "a range of keys"),
    }.Where(word => kinds.HasFlag(word.Item1)).Select(word => word.Item2));

    /// <summary>Each key once: a list with one twice would give its record twice.</summary>
    private List<Slice?> Pieces(Slice slice) => slice.Keys is { } keys
        ? [.. keys.Distinct(StringComparer.Ordinal).Chunk(keysPerPage).Select(some => slice with { Keys = some })]
        : [slice.Kinds == SliceKinds.None ? null : slice];

    /// <summary>Tells slices apart, so that one is never resumed where another stands.</summary>
    private static string Print(Slice slice) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(slice, CursorPosition.SliceJson))), 0, 8);
}
