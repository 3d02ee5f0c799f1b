using Orcheo.Core.Storage;

namespace Orcheo.Core.Executions;

/// <summary>
/// Lets at most as many executions of a workflow run at once as its <c>max_concurrent_runs</c> says. The others wait here and are
/// admitted first come first served.
/// </summary>
/// <remarks>
/// Everything about one workflow lies in one partition and changes in one batch under the ETag of its gate row: who runs, who waits
/// and how many, on whichever replica a start or an end comes in. An execution is admitted once; whoever admits it hands it to the
/// runner, and the reconciler does so when a crash came in between. The versions of a workflow share one count; each execution goes by
/// the limit of the version that it runs. A gate that nobody runs or waits behind leaves no row.
/// </remarks>
public sealed class ConcurrencyGate(ITableStore store, TimeProvider time)
{
    /// <summary>So many batches of one process wait for one another instead of for the gate's ETag.</summary>
    private const int Stripes = 32;

    private readonly ConcurrencyGateLine _line = new(time);
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];

    /// <summary>The table that gates need.</summary>
    public static IReadOnlyList<string> Tables { get; } = [ConcurrencyGateRows.Table];

    /// <summary>Takes a place in the order of arrival, before the execution is stored. Dispose it: one that never enters holds up the next.</summary>
    public GateArrival Arrive(string tenant, string workflowId) => _line.Arrive(ConcurrencyGateRows.Partition(tenant, workflowId));

    /// <summary>Brings a stored execution before the gate, after all that arrived before it in this process.</summary>
    /// <returns>The executions that are admitted now and are the caller's to hand to the runner; it need not be among them.</returns>
    public Task<IReadOnlyList<string>> EnterAsync(GateArrival arrival, GateEntry entry)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        ArgumentNullException.ThrowIfNull(entry);
        return _line.EnterAsync(arrival, entry, EnterGroupAsync);
    }

    /// <summary>Brings an execution before the gate whose first coming a crash may have cut short; it takes the place that it had then.</summary>
    /// <returns>The executions that are admitted now and are the caller's to hand to the runner.</returns>
    public Task<IReadOnlyList<string>> EnterAgainAsync(string tenant, string workflowId, GateEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return EnterGroupAsync(ConcurrencyGateRows.Partition(tenant, workflowId), [entry]);
    }

    /// <summary>Takes an execution that will not run (any more) away from the gate, wherever it stands. Calling it again changes nothing.</summary>
    /// <returns>The executions that are admitted in its stead and are the caller's to hand to the runner.</returns>
    public async Task<IReadOnlyList<string>> LeaveAsync(string tenant, string workflowId, GateEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var (_, admitted) = await ChangeAsync(ConcurrencyGateRows.Partition(tenant, workflowId), draft => draft.RemoveAsync(entry, waitingOnly: false));
        return admitted;
    }

    /// <summary>Takes an execution out of the queue; one that has been admitted stays.</summary>
    /// <returns>Whether it waited, and the executions that are admitted because it does not any more.</returns>
    public Task<(bool Waited, IReadOnlyList<string> Admitted)> WithdrawAsync(string tenant, string workflowId, GateEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return ChangeAsync(ConcurrencyGateRows.Partition(tenant, workflowId), draft => draft.RemoveAsync(entry, waitingOnly: true));
    }

    /// <summary>Where an execution stands.</summary>
    public async Task<GateStanding> FindAsync(string tenant, string workflowId, GateEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var partition = ConcurrencyGateRows.Partition(tenant, workflowId);

        // In this order: between the two reads it can be admitted, but never sent back.
        if (await store.GetAsync(ConcurrencyGateRows.Table, partition, ConcurrencyGateRows.Waiting(entry), cancellationToken) is not null)
        {
            return GateStanding.Waiting;
        }

        return await store.GetAsync(ConcurrencyGateRows.Table, partition, ConcurrencyGateRows.Running(entry.ExecutionId), cancellationToken) is null
            ? GateStanding.Absent
            : GateStanding.Admitted;
    }

    /// <summary>The executions that have been admitted and have not left.</summary>
    public async Task<IReadOnlyList<string>> ListAdmittedAsync(string tenant, string workflowId, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        var query = TableQuery.Prefix(ConcurrencyGateRows.RunningPrefix, TableLimits.PageRows);
        do
        {
            var page = await store.QueryAsync(ConcurrencyGateRows.Table, ConcurrencyGateRows.Partition(tenant, workflowId), query, cancellationToken);
            ids.AddRange(page.Rows.Select(row => row.RowKey[ConcurrencyGateRows.RunningPrefix.Length..]));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        return ids;
    }

    private async Task<IReadOnlyList<string>> EnterGroupAsync(string partition, IReadOnlyList<GateEntry> entries)
    {
        var (_, admitted) = await ChangeAsync(partition, async draft =>
        {
            await draft.AddAsync(entries);
            return true;
        });
        return admitted;
    }

    /// <summary>Makes one change, and admits whose turn it is because of it.</summary>
    private async Task<(bool Changed, IReadOnlyList<string> Admitted)> ChangeAsync(string partition, Func<ConcurrencyGateDraft, Task<bool>> change)
    {
        var turn = _turns[(uint)string.GetHashCode(partition, StringComparison.Ordinal) % Stripes];
        await turn.WaitAsync();
        try
        {
            var (changed, admitted) = await WriteAsync(partition, change);
            while (admitted.Count > 0 && admitted.Count % ConcurrencyGateDraft.MaxAdmitted == 0)
            {
                // A full batch: there may be more whose turn it is.
                var (_, more) = await WriteAsync(partition, _ => Task.FromResult(true));
                if (more.Count == 0)
                {
                    break;
                }

                admitted = [.. admitted, .. more];
            }

            return (changed, admitted);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<(bool Changed, IReadOnlyList<string> Admitted)> WriteAsync(string partition, Func<ConcurrencyGateDraft, Task<bool>> change)
    {
        while (true)
        {
            var draft = await ConcurrencyGateDraft.LoadAsync(store, partition);
            var changed = await change(draft);
            await draft.AdmitAsync();
            var rows = draft.Rows();

            // A conflict means that another replica was faster: what it has left is read anew.
            if (rows.Count == 0 || (await store.WriteAsync(ConcurrencyGateRows.Table, partition, rows, CancellationToken.None)).Applied)
            {
                return (changed, draft.Admitted);
            }
        }
    }
}

/// <summary>An execution as the gate knows it.</summary>
/// <param name="ExecutionId">Its id.</param>
/// <param name="Ticket">Its limit and its place.</param>
public sealed record GateEntry(string ExecutionId, RunTicket Ticket);

/// <summary>Where an execution stands.</summary>
public enum GateStanding
{
    /// <summary>It has not come yet, or has left.</summary>
    Absent,

    /// <summary>It waits for its turn.</summary>
    Waiting,

    /// <summary>It may run, and counts as running.</summary>
    Admitted,
}
