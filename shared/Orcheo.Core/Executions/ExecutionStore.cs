using System.Text.Json;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Core.Executions;

/// <summary>Reads and starts executions. What happens while they run is written by <see cref="ExecutionJournal"/>.</summary>
public sealed class ExecutionStore(ITableStore store)
{
    /// <summary>
    /// The most nodes of a test run whose results are given: they are written with the start, in one batch of at most
    /// <see cref="TableLimits.BatchRows"/> rows.
    /// </summary>
    public const int MaxPinned = 90;

    /// <summary>Reads what messages of runs name instead of bringing it.</summary>
    public ExecutionValues Values => field ??= new ExecutionValues(store, this);

    /// <summary>Steps of executions that one worker at a time makes.</summary>
    public StepClaims Claims => field ??= new StepClaims(store);

    /// <summary>The tables that executions need.</summary>
    public static IReadOnlyList<string> Tables { get; } = [ExecutionTables.Executions, ExecutionTables.Index];

    /// <summary>
    /// Stores a start. It is on disk when the task completes; a crash before that leaves at most rows that no list shows. Where the id
    /// was derived, several may try at once: the store lets one of them through, on whatever replica.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="start">What to store.</param>
    /// <param name="cancellationToken">Stops waiting; the start may be stored all the same.</param>
    /// <returns>False when an execution with this id is stored already.</returns>
    public async Task<bool> CreateAsync(string tenant, ExecutionStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        var head = start.Head;
        var rows = new List<TableWrite>(3)
        {
            TableWrite.Insert(ExecutionTables.Head, StoredJson.Write(head)),
            TableWrite.Insert(ExecutionTables.Input, StoredJson.Write(new StoredInput(start.Input, start.Trigger, start.Replay))),
            TableWrite.Insert(ExecutionTables.Definition, StoredJson.Write(start.Definition)),
        };
        rows.AddRange(start.Pinned.Select(pinned => TableWrite.Insert(ExecutionTables.PinnedRow(pinned.Key), StoredJson.Write(pinned.Value))));

        // The rows live in several partitions and no answer is given before all are written, so they can share a commit.
        var results = await store.WriteAllAsync(
            [
                new TableBatch(ExecutionTables.Executions, ExecutionTables.Partition(tenant, head.Id), rows),
                .. ListBatches(tenant, head, Entry(head)),
                .. StatusBatches(tenant, head, StatusClass.Active, Entry(head)),
            ],
            cancellationToken);
        if (!results[0].Applied)
        {
            await WithdrawAsync(tenant, head);
        }

        return results[0].Applied;
    }

    /// <summary>Reads an execution; null when there is none.</summary>
    public async Task<Execution?> GetAsync(string tenant, string executionId, CancellationToken cancellationToken)
    {
        return Assemble(await ReadDocumentAsync(tenant, executionId, 3, cancellationToken));
    }

    /// <summary>Reads an execution with what its trigger node answers with; null when there is no such execution.</summary>
    public async Task<AnsweredExecution?> GetAnsweredAsync(string tenant, string executionId, CancellationToken cancellationToken)
    {
        var rows = await ReadDocumentAsync(tenant, executionId, 4, cancellationToken);
        var answer = rows.FirstOrDefault(row => row.RowKey == ExecutionTables.Answer);
        return Assemble(rows) is { } execution
            ? new AnsweredExecution(execution, answer is null ? null : StoredJson.Read<StoredAnswer>(answer.Value))
            : null;
    }

    /// <summary>Reads an execution's head; null when there is no such execution.</summary>
    public async Task<ExecutionHead?> GetHeadAsync(string tenant, string executionId, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(ExecutionTables.Executions, ExecutionTables.Partition(tenant, executionId), ExecutionTables.Head, cancellationToken);
        return row is null ? null : StoredJson.Read<ExecutionHead>(row.Value);
    }

    /// <summary>Reads what was stored at the start, to start it again after a crash; null when there is no such execution.</summary>
    public async Task<ExecutionStart?> GetStartAsync(string tenant, string executionId, CancellationToken cancellationToken)
    {
        var partition = ExecutionTables.Partition(tenant, executionId);
        var head = await GetHeadAsync(tenant, executionId, cancellationToken);
        var input = await store.GetAsync(ExecutionTables.Executions, partition, ExecutionTables.Input, cancellationToken);
        var definition = await store.GetAsync(ExecutionTables.Executions, partition, ExecutionTables.Definition, cancellationToken);
        if (head is null || input is null || definition is null)
        {
            return null;
        }

        var stored = StoredJson.Read<StoredInput>(input.Value);
        return new ExecutionStart
        {
            Head = head,
            Input = stored.Input,
            Trigger = stored.Trigger,
            Definition = StoredJson.Read<JsonElement>(definition.Value),
            Replay = stored.Replay,
        };
    }

    /// <summary>Reads the result that was given for a node of a test run; null when there is none.</summary>
    public async Task<PinnedResult?> GetPinnedAsync(string tenant, string executionId, string nodeId, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(
            ExecutionTables.Executions, ExecutionTables.Partition(tenant, executionId), ExecutionTables.PinnedRow(nodeId), cancellationToken);
        return row is null ? null : StoredJson.Read<PinnedResult>(row.Value);
    }

    /// <summary>Reads the newest execution of a workflow; null when there is none.</summary>
    public async Task<ExecutionHead?> GetLatestAsync(string tenant, string workflowId, CancellationToken cancellationToken)
    {
        var page = await NewestFirstIndex.ListAsync<ExecutionHead>(
            store,
            ExecutionTables.Index,
            ExecutionTables.WorkflowIndex(tenant, workflowId),
            new ListRequest { Limit = 1 },
            async (row, cancel) =>
                await GetHeadAsync(tenant, System.Text.Encoding.UTF8.GetString(row.Value.Span), cancel) is { } head && IsEntryOf(row, head.Id, head.CreatedAt) ? head : null,
            cancellationToken);
        return page.Items.Count > 0 ? page.Items[0] : null;
    }

    /// <summary>
    /// Lists executions newest first: of one workflow, with one status, started by one trigger, where these are given. What a trigger
    /// started is looked through for the rest; it is known of those that were started since such a list is kept.
    /// </summary>
    public Task<ListPage<Execution>> ListAsync(
        string tenant, ExecutionFilter filter, ListRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var partition = filter switch
        {
            { TriggerId: { } trigger } => ExecutionTables.TriggerIndex(tenant, trigger),
            { WorkflowId: null, Status: null } => ExecutionTables.AllIndex(tenant),
            { WorkflowId: null, Status: { } wanted } => ExecutionTables.StatusIndex(tenant, ExecutionTables.ClassOf(wanted)),
            { WorkflowId: { } workflow, Status: null } => ExecutionTables.WorkflowIndex(tenant, workflow),
            { WorkflowId: { } workflow, Status: { } wanted } => ExecutionTables.WorkflowStatusIndex(tenant, workflow, ExecutionTables.ClassOf(wanted)),
        };
        return NewestFirstIndex.ListAsync<Execution>(
            store,
            ExecutionTables.Index,
            partition,
            request,
            async (row, cancel) =>
            {
                var execution = await GetAsync(tenant, System.Text.Encoding.UTF8.GetString(row.Value.Span), cancel);
                return execution is not null && filter.Takes(execution) && IsEntryOf(row, execution.Id, execution.CreatedAt) ? execution : null;
            },
            cancellationToken);
    }

    /// <summary>Lists the ids of executions of a status class, newest first; for the reconciler.</summary>
    public Task<ListPage<string>> ListIdsAsync(string tenant, StatusClass status, ListRequest request, CancellationToken cancellationToken) =>
        NewestFirstIndex.ListAsync<string>(
            store,
            ExecutionTables.Index,
            ExecutionTables.StatusIndex(tenant, status),
            request,
            (row, _) => ValueTask.FromResult<string?>(System.Text.Encoding.UTF8.GetString(row.Value.Span)),
            cancellationToken);

    /// <summary>Reads events in order, those after <paramref name="after"/>.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="executionId">The execution.</param>
    /// <param name="after">A sequence number; 0 for all.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<ExecutionEvent>> GetEventsAsync(
        string tenant, string executionId, long after, int limit, CancellationToken cancellationToken)
    {
        var events = new List<ExecutionEvent>();
        var query = new TableQuery { From = ExecutionTables.EventRow(after + 1), To = "e}", Limit = Math.Clamp(limit, 1, TableLimits.PageRows) };
        while (events.Count < limit)
        {
            var page = await store.QueryAsync(ExecutionTables.Executions, ExecutionTables.Partition(tenant, executionId), query, cancellationToken);
            events.AddRange(page.Rows.SelectMany(row => StoredJson.Read<ExecutionEvent[]>(row.Value)).Where(item => item.Seq > after));
            if (page.Continuation is null)
            {
                break;
            }

            query = query with { Continuation = page.Continuation };
        }

        return events.Count > limit ? events.GetRange(0, limit) : events;
    }

    /// <summary>Reads the checkpoint of a node; null when it has not ended.</summary>
    public async Task<Checkpoint?> GetCheckpointAsync(string tenant, string executionId, string nodeId, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(
            ExecutionTables.Executions, ExecutionTables.Partition(tenant, executionId), ExecutionTables.CheckpointRow(nodeId), cancellationToken);
        return row is null ? null : StoredJson.Read<Checkpoint>(row.Value);
    }

    /// <summary>Reads every checkpoint of an execution in order of sequence number; those of failed nodes too.</summary>
    public async Task<IReadOnlyList<Checkpoint>> GetCheckpointsAsync(string tenant, string executionId, CancellationToken cancellationToken)
    {
        var checkpoints = await ReadAllAsync(
            tenant, executionId, ExecutionTables.CheckpointPrefix, row => StoredJson.Read<Checkpoint>(row.Value), cancellationToken);
        checkpoints.Sort((a, b) => a.Seq.CompareTo(b.Seq));
        return checkpoints;
    }

    /// <summary>Reads what a node that runs as an orchestration keeps for its steps; null when it has not begun.</summary>
    public async Task<JsonElement?> GetMemoAsync(string tenant, string executionId, string nodeId, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(
            ExecutionTables.Executions, ExecutionTables.Partition(tenant, executionId), ExecutionTables.MemoRow(nodeId), cancellationToken);
        return row is null ? null : StoredJson.Read<JsonElement>(row.Value);
    }

    /// <summary>Reads the calls that a node made to the world outside, in the order in which they began.</summary>
    public async Task<IReadOnlyList<RecordedCall>> GetCallsAsync(string tenant, string executionId, string nodeId, CancellationToken cancellationToken)
    {
        var rows = await ReadAllAsync(
            tenant, executionId, ExecutionTables.CallsPrefix(nodeId), row => StoredJson.Read<RecordedCall[]>(row.Value), cancellationToken);
        return [.. rows.SelectMany(calls => calls).OrderBy(call => call.Seq)];
    }

    /// <summary>
    /// The batches that move an execution from the lists of one status class to those of another; when it has ended, with the row that
    /// says when its events are to go.
    /// </summary>
    internal static IEnumerable<TableBatch> MoveBatches(string tenant, ExecutionHead head, StatusClass from, StatusClass to) =>
    [
        .. StatusBatches(tenant, head, to, Entry(head)),
        .. StatusBatches(tenant, head, from, Removal(head)),
        .. RecordsDueBatches(tenant, head, row => TableWrite.Upsert(row, System.Text.Encoding.UTF8.GetBytes(head.Id))),
    ];

    /// <summary>The batches that take an ended execution out of every list but that of all, by which it is found.</summary>
    internal static IEnumerable<TableBatch> LeaveBatches(string tenant, ExecutionHead head) =>
    [
        .. WorkflowBatches(tenant, head, Removal(head)),
        .. TriggerBatches(tenant, head, Removal(head)),
        .. new[] { ExecutionTables.ClassOf(head.Status), StatusClass.Active, StatusClass.Waiting }.SelectMany(status => StatusBatches(tenant, head, status, Removal(head))),
        .. RecordsDueBatches(tenant, head, row => TableWrite.Delete(row)),
    ];

    /// <summary>Reads the rows that make up an execution: one page, or several where its values are large.</summary>
    private async Task<IReadOnlyList<TableRow>> ReadDocumentAsync(string tenant, string executionId, int count, CancellationToken cancellationToken)
    {
        var query = new TableQuery { From = ExecutionTables.DocumentFrom, To = ExecutionTables.DocumentTo, Limit = count };
        var page = await store.QueryAsync(ExecutionTables.Executions, ExecutionTables.Partition(tenant, executionId), query, cancellationToken);
        if (page.Continuation is null || page.Rows.Count == count)
        {
            return page.Rows;
        }

        var rows = page.Rows.ToList();
        while (page.Continuation is not null && rows.Count < count)
        {
            page = await store.QueryAsync(
                ExecutionTables.Executions, ExecutionTables.Partition(tenant, executionId), query with { Continuation = page.Continuation }, cancellationToken);
            rows.AddRange(page.Rows);
        }

        return rows;
    }

    private static IEnumerable<TableBatch> RecordsDueBatches(string tenant, ExecutionHead head, Func<string, TableWrite> write) =>
        head.RecordsDueAt is { } due
            ? [new TableBatch(ExecutionTables.Index, ExecutionTables.RecordsDueIndex(tenant), [write(ExecutionTables.RecordsDueRow(due, head.Id))])]
            : [];

    private async Task<List<T>> ReadAllAsync<T>(
        string tenant, string executionId, string prefix, Func<TableRow, T> read, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        var query = TableQuery.Prefix(prefix, TableLimits.PageRows);
        do
        {
            var page = await store.QueryAsync(ExecutionTables.Executions, ExecutionTables.Partition(tenant, executionId), query, cancellationToken);
            items.AddRange(page.Rows.Select(read));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        return items;
    }

    /// <summary>The batches that write to the lists in which an execution stands whatever its status.</summary>
    private static IEnumerable<TableBatch> ListBatches(string tenant, ExecutionHead head, TableWrite write) =>
        [new TableBatch(ExecutionTables.Index, ExecutionTables.AllIndex(tenant), [write]), .. WorkflowBatches(tenant, head, write), .. TriggerBatches(tenant, head, write)];

    private static IEnumerable<TableBatch> WorkflowBatches(string tenant, ExecutionHead head, TableWrite write) => head.WorkflowId is null
        ? []
        : [new TableBatch(ExecutionTables.Index, ExecutionTables.WorkflowIndex(tenant, head.WorkflowId), [write])];

    /// <summary>For what a cron trigger or a webhook has started; a replay is found by the execution that it replays.</summary>
    private static IEnumerable<TableBatch> TriggerBatches(string tenant, ExecutionHead head, TableWrite write) =>
        head.Trigger is { Id: { } id, Type: not ExecutionTrigger.Replay }
            ? [new TableBatch(ExecutionTables.Index, ExecutionTables.TriggerIndex(tenant, id), [write])]
            : [];

    /// <summary>Whether a row of a list is that of the execution that is stored; a refused start may have left another.</summary>
    private static bool IsEntryOf(TableRow row, string id, DateTimeOffset createdAt) => row.RowKey == OrcheoId.NewestFirstKey(id, createdAt);

    /// <summary>The batches that write to the lists of a status class.</summary>
    private static IEnumerable<TableBatch> StatusBatches(string tenant, ExecutionHead head, StatusClass status, TableWrite write)
    {
        TableWrite[] writes = [write];
        yield return new TableBatch(ExecutionTables.Index, ExecutionTables.StatusIndex(tenant, status), writes);
        if (head.WorkflowId is not null)
        {
            yield return new TableBatch(ExecutionTables.Index, ExecutionTables.WorkflowStatusIndex(tenant, head.WorkflowId, status), writes);
        }
    }

    /// <summary>The write that enters an execution in a list.</summary>
    private static TableWrite Entry(ExecutionHead head) => NewestFirstIndex.Entry(head.Id, head.CreatedAt);

    /// <summary>The write that takes an execution out of a list.</summary>
    private static TableWrite Removal(ExecutionHead head) => NewestFirstIndex.Removal(head.Id, head.CreatedAt);

    /// <summary>
    /// Takes back the list rows of a start whose id was stored already, unless they are those of the execution that is there. Readers
    /// pass over what a crash leaves of them: such a row's key is not that of the head.
    /// </summary>
    private async Task WithdrawAsync(string tenant, ExecutionHead refused)
    {
        if (await GetHeadAsync(tenant, refused.Id, CancellationToken.None) is not { } stored)
        {
            return;
        }

        var removal = Removal(refused);
        var rows = new List<TableBatch>();
        if (removal.RowKey != Removal(stored).RowKey)
        {
            rows.AddRange([.. ListBatches(tenant, refused, removal), .. StatusBatches(tenant, refused, StatusClass.Active, removal)]);
        }
        else if (stored.Status.HasEnded())
        {
            rows.AddRange(StatusBatches(tenant, refused, StatusClass.Active, removal));
        }

        await store.WriteAllAsync(rows, CancellationToken.None);
    }

    private static Execution? Assemble(IReadOnlyList<TableRow> rows)
    {
        var headRow = rows.FirstOrDefault(row => row.RowKey == ExecutionTables.Head);
        if (headRow is null)
        {
            return null;
        }

        var input = rows.FirstOrDefault(row => row.RowKey == ExecutionTables.Input);
        var output = rows.FirstOrDefault(row => row.RowKey == ExecutionTables.Output);
        return Execution.Of(
            StoredJson.Read<ExecutionHead>(headRow.Value),
            input is null ? OrcheoJson.Null : StoredJson.Read<StoredInput>(input.Value).Input,
            output is null ? OrcheoJson.Null : StoredJson.Read<JsonElement>(output.Value));
    }
}
