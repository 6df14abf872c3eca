namespace IntegrationHub.Core.Mapping.Reading;

/// <summary>Keeps a workspace at hand for the next record. Safe from several threads: who finds none makes one.</summary>
internal sealed class WorkspacePool
{
    private Workspace? spare;

    public Workspace Rent() => Interlocked.Exchange(ref spare, null) ?? new Workspace();

    public void Return(Workspace workspace)
    {
        workspace.Clear();
        Volatile.Write(ref spare, workspace);
    }
}
