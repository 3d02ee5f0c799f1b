using System.Collections.Concurrent;
using Orcheo.Core.Definitions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Core.Workflows;

/// <summary>
/// Stores workflows and their versions. Table <c>workflows</c>: one partition per workflow with its draft and its versions, so that a
/// version is finalized in one atomic batch. Table <c>workflowindex</c>: the list, newest first, with what it is searched by.
/// </summary>
public sealed class WorkflowStore(ITableStore store, TimeProvider time)
{
    private const string WorkflowsTable = "workflows";
    private const string IndexTable = "workflowindex";
    private const string DraftRow = "draft";
    private const string VersionPrefix = "v|";
    private const int CachedDocuments = 512;

    /// <summary>
    /// Documents by partition and row, with the ETag under which they were read: what has not changed is not parsed again, and callers
    /// get the same instance.
    /// </summary>
    private readonly ConcurrentDictionary<(string Partition, string Row), (string ETag, object Document)> _documents = new();

    /// <summary>The tables that workflows need.</summary>
    public static IReadOnlyList<string> Tables { get; } = [WorkflowsTable, IndexTable];

    /// <summary>Stores a new workflow.</summary>
    public async Task<Versioned<Workflow>> CreateAsync(string tenant, WorkflowDocument document, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var workflow = Apply(document, new Workflow { Id = OrcheoId.New(OrcheoId.Workflow, now), Name = "", CreatedAt = now, UpdatedAt = now });
        await EnterAsync(tenant, workflow, cancellationToken);
        var result = await store.WriteAsync(
            WorkflowsTable, Partition(tenant, workflow.Id), [TableWrite.Insert(DraftRow, StoredJson.Write(workflow))], cancellationToken);
        return new Versioned<Workflow>(workflow, result.ETags![0]);
    }

    /// <summary>Reads a workflow; null when there is none, or when it was deleted.</summary>
    public async Task<Versioned<Workflow>?> GetAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(WorkflowsTable, Partition(tenant, id), DraftRow, cancellationToken);
        if (row is null)
        {
            return null;
        }

        var workflow = Parse<Workflow>(Partition(tenant, id), row);
        return workflow.DeletedAt is null ? new Versioned<Workflow>(workflow, row.ETag) : null;
    }

    /// <summary>Replaces the draft.</summary>
    /// <returns>The workflow as it now is; null when it has changed since <paramref name="current"/> was read.</returns>
    public Task<Versioned<Workflow>?> UpdateAsync(
        string tenant, Versioned<Workflow> current, WorkflowDocument document, CancellationToken cancellationToken) =>
        ReplaceAsync(tenant, current, Apply(document, current.Value) with { UpdatedAt = time.GetUtcNow() }, [], cancellationToken);

    /// <summary>Deletes a workflow: it disappears from every list and cannot be started, but its executions stay.</summary>
    /// <returns>False when it has changed since <paramref name="current"/> was read.</returns>
    public async Task<bool> DeleteAsync(string tenant, Versioned<Workflow> current, CancellationToken cancellationToken)
    {
        var deleted = await ReplaceAsync(tenant, current, current.Value with { DeletedAt = time.GetUtcNow() }, [], cancellationToken);
        if (deleted is null)
        {
            return false;
        }

        await LeaveAsync(tenant, current.Value.Id, cancellationToken);
        return true;
    }

    /// <summary>Takes a deletion back: the workflow is in every list again, with its versions and triggers as they were. May be repeated.</summary>
    /// <returns>The workflow, and whether it was deleted; null when nothing of it is stored.</returns>
    public async Task<(Versioned<Workflow> Workflow, bool WasDeleted)?> RestoreAsync(string tenant, string id, CancellationToken cancellationToken)
    {
        while (await store.GetAsync(WorkflowsTable, Partition(tenant, id), DraftRow, cancellationToken) is { } row)
        {
            var stored = new Versioned<Workflow>(Parse<Workflow>(Partition(tenant, id), row), row.ETag);
            if (stored.Value.DeletedAt is null)
            {
                // A restore that a crash has cut short may have left it out of the list.
                await EnterAsync(tenant, stored.Value, cancellationToken);
                return (stored, false);
            }

            if (await ReplaceAsync(tenant, stored, stored.Value with { DeletedAt = null }, [], cancellationToken) is { } restored)
            {
                return (restored, true);
            }
        }

        return null;
    }

    /// <summary>Removes a workflow with all its versions, deleted before or not. Its executions stay and keep what they ran.</summary>
    /// <returns>False when there is no such workflow, or when it has another ETag than <paramref name="etag"/>.</returns>
    public async Task<bool> PurgeAsync(string tenant, string id, string? etag, CancellationToken cancellationToken)
    {
        var partition = Partition(tenant, id);
        var draft = await store.GetAsync(WorkflowsTable, partition, DraftRow, cancellationToken);
        if (draft is null)
        {
            return false;
        }

        var removed = await store.WriteAsync(WorkflowsTable, partition, [TableWrite.Delete(DraftRow, etag ?? draft.ETag)], cancellationToken);
        if (!removed.Applied)
        {
            return false;
        }

        await LeaveAsync(tenant, id, cancellationToken);
        TablePage page;
        do
        {
            page = await store.QueryAsync(WorkflowsTable, partition, TableQuery.Prefix(VersionPrefix, TableLimits.BatchRows), cancellationToken);
            if (page.Rows.Count > 0)
            {
                await store.WriteAsync(WorkflowsTable, partition, [.. page.Rows.Select(row => TableWrite.Delete(row.RowKey))], cancellationToken);
            }
        }
        while (page.Continuation is not null);

        return true;
    }

    /// <summary>Lists workflows newest first.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="text">Only those whose name, description or id contains this, in any case; null for all.</param>
    /// <param name="tag">Only those with this tag; null for all.</param>
    /// <param name="request">Which page.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<ListPage<Workflow>> ListAsync(
        string tenant, string? text, string? tag, ListRequest request, CancellationToken cancellationToken) =>
        NewestFirstIndex.ListAsync<Workflow>(
            store,
            IndexTable,
            tenant,
            request,
            async (row, cancel) =>
            {
                var entry = StoredJson.Read<IndexEntry>(row.Value);
                return entry.Matches(text, tag) && await GetAsync(tenant, entry.Id, cancel) is { } found ? found.Value : null;
            },
            cancellationToken);

    /// <summary>Finalizes the draft as the next version.</summary>
    /// <returns>The version; null when the draft has changed since <paramref name="current"/> was read.</returns>
    public async Task<WorkflowVersion?> FinalizeAsync(
        string tenant, Versioned<Workflow> current, string? label, string? notes, CancellationToken cancellationToken)
    {
        var number = current.Value.Version + 1;
        var workflow = current.Value with { Version = number };
        var version = new WorkflowVersion
        {
            WorkflowId = workflow.Id,
            Version = number,
            Label = label,
            Notes = notes,
            Checksum = DefinitionHash.Of(workflow.Definition).Checksum,
            CreatedAt = time.GetUtcNow(),
            Workflow = workflow,
        };
        var insert = TableWrite.Insert(VersionRow(number), StoredJson.Write(version));
        return await ReplaceAsync(tenant, current, workflow, [insert], cancellationToken) is null ? null : version;
    }

    /// <summary>Reads a version; null when there is none. Those of deleted workflows can be read.</summary>
    public async Task<WorkflowVersion?> GetVersionAsync(string tenant, string id, int version, CancellationToken cancellationToken)
    {
        var row = await store.GetAsync(WorkflowsTable, Partition(tenant, id), VersionRow(version), cancellationToken);
        return row is null ? null : Parse<WorkflowVersion>(Partition(tenant, id), row);
    }

    /// <summary>Lists the versions of a workflow newest first, without what they run.</summary>
    public async Task<ListPage<WorkflowVersion>> ListVersionsAsync(
        string tenant, string id, ListRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var skip = request.Cursor is null ? (request.Page - 1) * request.Limit : 0;
        var all = TableQuery.Prefix(VersionPrefix, Math.Min(skip + request.Limit + 1, TableLimits.PageRows));

        // A cursor is what a client sends: it must not lead out of the versions.
        var query = request.Cursor is { } cursor && string.CompareOrdinal(cursor, all.From) > 0 ? all with { From = cursor } : all;
        var rows = new List<TableRow>();
        do
        {
            var page = await store.QueryAsync(WorkflowsTable, Partition(tenant, id), query, cancellationToken);
            rows.AddRange(page.Rows);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null && rows.Count <= skip + request.Limit);

        var items = rows.Skip(skip).Take(request.Limit).Select(row => StoredJson.Read<WorkflowVersion>(row.Value) with { Workflow = null });
        return new ListPage<WorkflowVersion>([.. items], rows.Count > skip + request.Limit ? rows[skip + request.Limit].RowKey : null);
    }

    private async Task<Versioned<Workflow>?> ReplaceAsync(
        string tenant, Versioned<Workflow> current, Workflow next, IReadOnlyList<TableWrite> further, CancellationToken cancellationToken)
    {
        var replace = TableWrite.Replace(DraftRow, StoredJson.Write(next), current.ETag);
        var result = await store.WriteAsync(WorkflowsTable, Partition(tenant, next.Id), [replace, .. further], cancellationToken);
        if (!result.Applied)
        {
            return null;
        }

        if (next.DeletedAt is null)
        {
            await EnterAsync(tenant, next, cancellationToken);
        }

        return new Versioned<Workflow>(next, result.ETags![0]);
    }

    private T Parse<T>(string partition, TableRow row)
        where T : class
    {
        if (_documents.TryGetValue((partition, row.RowKey), out var cached) && cached.ETag == row.ETag)
        {
            return (T)cached.Document;
        }

        if (_documents.Count >= CachedDocuments)
        {
            _documents.Clear();
        }

        var document = StoredJson.Read<T>(row.Value);
        _documents[(partition, row.RowKey)] = (row.ETag, document);
        return document;
    }

    private Task<TableWriteResult> EnterAsync(string tenant, Workflow workflow, CancellationToken cancellationToken)
    {
        var entry = new IndexEntry(workflow.Id, workflow.Name, workflow.Description, workflow.Tags);
        return store.WriteAsync(IndexTable, tenant, [NewestFirstIndex.Entry(workflow.Id, StoredJson.Write(entry))], cancellationToken);
    }

    private Task<TableWriteResult> LeaveAsync(string tenant, string id, CancellationToken cancellationToken) =>
        store.WriteAsync(IndexTable, tenant, [NewestFirstIndex.Removal(id)], cancellationToken);

    private static Workflow Apply(WorkflowDocument document, Workflow workflow) => workflow with
    {
        Name = document.Name,
        Description = document.Description ?? "",
        Tags = document.Tags,
        SchemaVersion = document.SchemaVersion,
        Nodes = document.Definition.Nodes,
        Edges = document.Definition.Edges,
        Settings = document.Definition.Settings,
        Ui = document.Ui,
    };

    private static string Partition(string tenant, string id) => $"{tenant}|{id}";

    /// <summary>Newest first: the key is what is missing to the largest number.</summary>
    private static string VersionRow(int version) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{VersionPrefix}{int.MaxValue - version:D10}");

    private sealed record IndexEntry(string Id, string Name, string Description, IReadOnlyList<string> Tags)
    {
        public bool Matches(string? text, string? tag) =>
            (tag is null || Tags.Contains(tag, StringComparer.Ordinal))
            && (text is null || Contains(Name, text) || Contains(Description, text) || Contains(Id, text));

        private static bool Contains(string value, string text) => value.Contains(text, StringComparison.OrdinalIgnoreCase);
    }
}
