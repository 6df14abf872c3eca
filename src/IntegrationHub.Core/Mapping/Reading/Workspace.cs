using System.Globalization;
using IntegrationHub.Core.Mapping.Explain;

namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>What mapping one record needs while it lasts, kept for the next record. Used by one thread at a time.</summary>
internal sealed class Workspace
{
    private const int MostSlotsToKeep = 64 * 1024;
    private const int MostIssues = 100;
    private Slot[] slots = new Slot[256];
    private int used;

    public TextCache Texts { get; } = new();
    public List<MapIssue> Issues { get; } = [];
    public List<OutwardReference> References { get; } = [];

    /// <summary>Notes what every rule did; null but while a record is explained.</summary>
    public Trace? Trace { get; init; }

    public ref Slot this[int index] => ref slots[index];

    /// <summary>Room for one more record or element: its first slot. Slots move when room is made, so hold indexes, not references.</summary>
    public int AddFrame(int size)
    {
        var frame = used;
        if (frame + size > slots.Length)
            Array.Resize(ref slots, Math.Max(slots.Length * 2, frame + size));
        Array.Clear(slots, frame, size);
        used = frame + size;
        return frame;
    }

    /// <summary>Notes why something cannot be mapped. A record broken in every one of its thousand lines says so a hundred times.</summary>
    public void Refuse(MapIssue issue)
    {
        if (Issues.Count < MostIssues)
            Issues.Add(issue);
    }

    /// <summary>Gives the issues of one list element its number, from 0: <c>lines[].net</c> becomes <c>lines[2].net</c>.</summary>
    public void NumberIssues(int from, string list, int index)
    {
        for (var i = from; i < Issues.Count; i++)
            Issues[i] = Issues[i] with { Field = string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]{Issues[i].Field.AsSpan(list.Length + 2)}") };
    }

    /// <summary>Forgets the record, and gives back what an unusually large one took.</summary>
    public void Clear()
    {
        used = 0;
        Issues.Clear();
        References.Clear();
        if (slots.Length > MostSlotsToKeep)
            slots = new Slot[256];
    }
}
