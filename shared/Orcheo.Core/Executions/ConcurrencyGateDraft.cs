using Orcheo.Core.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Core.Executions;

/// <summary>One batch on a gate: what it was when it was read, and what is to become of it.</summary>
internal sealed class ConcurrencyGateDraft
{
    /// <summary>An admission takes two rows, and a batch holds a hundred, of which those that enter take one each.</summary>
    public const int MaxAdmitted = 30;

    private readonly ITableStore _store;
    private readonly string _partition;
    private readonly TableRow? _gate;
    private readonly GateCounts _before;
    private readonly List<TableWrite> _writes = [];
    private readonly List<string> _admitted = [];
    private readonly List<GateEntry> _entering = [];
    private string? _withdrawn;
    private int _running;
    private int _waiting;

    private ConcurrencyGateDraft(ITableStore store, string partition, TableRow? gate)
    {
        _store = store;
        _partition = partition;
        _gate = gate;
        _before = gate is null ? new GateCounts(0, 0) : StoredJson.Read<GateCounts>(gate.Value);
        (_running, _waiting) = _before;
    }

    /// <summary>The executions that the batch admits, in order.</summary>
    public IReadOnlyList<string> Admitted => _admitted;

    /// <summary>Begins a batch. The gate row is read first: whatever is read after it is true if the batch is written under its ETag.</summary>
    public static async Task<ConcurrencyGateDraft> LoadAsync(ITableStore store, string partition) =>
        new(store, partition, await store.GetAsync(ConcurrencyGateRows.Table, partition, ConcurrencyGateRows.Gate, CancellationToken.None));

    /// <summary>Adds executions; those that are there already stay where they are.</summary>
    public async Task AddAsync(IReadOnlyList<GateEntry> entries)
    {
        if (_gate is null)
        {
            _entering.AddRange(entries);
            return;
        }

        var known = await Task.WhenAll(entries.Select(async entry =>
            await FindAsync(ConcurrencyGateRows.Waiting(entry)) is not null || await FindAsync(ConcurrencyGateRows.Running(entry.ExecutionId)) is not null));
        _entering.AddRange(entries.Where((_, index) => !known[index]));
    }

    /// <summary>Removes an execution.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> RemoveAsync(GateEntry entry, bool waitingOnly)
    {
        if (_gate is null)
        {
            return false;
        }

        var waiting = ConcurrencyGateRows.Waiting(entry);
        if (await FindAsync(waiting) is { } queued)
        {
            _writes.Add(TableWrite.Delete(waiting, queued.ETag));
            _withdrawn = waiting;
            _waiting--;
            return true;
        }

        if (!waitingOnly && await FindAsync(ConcurrencyGateRows.Running(entry.ExecutionId)) is { } running)
        {
            _writes.Add(TableWrite.Delete(running.RowKey, running.ETag));
            _running--;
            return true;
        }

        return false;
    }

    /// <summary>Admits the first in the queue as long as there is room for it. The one in front is never passed by.</summary>
    public async Task AdmitAsync()
    {
        foreach (var (entry, row) in await CandidatesAsync())
        {
            if (_admitted.Count == MaxAdmitted || _running >= entry.Ticket.Limit)
            {
                break;
            }

            _running++;
            _admitted.Add(entry.ExecutionId);
            _writes.Add(TableWrite.Insert(ConcurrencyGateRows.Running(entry.ExecutionId), StoredJson.Write(entry)));
            if (row is not null)
            {
                _waiting--;
                _writes.Add(TableWrite.Delete(row.RowKey, row.ETag));
            }
            else
            {
                _entering.Remove(entry);
            }
        }

        foreach (var entry in _entering)
        {
            _waiting++;
            _writes.Add(TableWrite.Insert(ConcurrencyGateRows.Waiting(entry), StoredJson.Write(entry)));
        }
    }

    /// <summary>The rows of the batch, the gate's first; none when nothing changes.</summary>
    public IReadOnlyList<TableWrite> Rows()
    {
        var after = new GateCounts(_running, _waiting);
        if (_writes.Count == 0 && after == _before)
        {
            return [];
        }

        TableWrite gate;
        if (_gate is null)
        {
            gate = TableWrite.Insert(ConcurrencyGateRows.Gate, StoredJson.Write(after));
        }
        else if (_running == 0 && _waiting == 0)
        {
            gate = TableWrite.Delete(ConcurrencyGateRows.Gate, _gate.ETag);
        }
        else
        {
            gate = TableWrite.Replace(ConcurrencyGateRows.Gate, StoredJson.Write(after), _gate.ETag);
        }

        return [gate, .. _writes];
    }

    /// <summary>
    /// Who may be admitted next, in order: those in front of the queue and those that enter. The queue is read a little further than
    /// one batch can admit, so whoever enters behind what was read is not reached.
    /// </summary>
    private async Task<IReadOnlyList<(GateEntry Entry, TableRow? Row)>> CandidatesAsync()
    {
        var candidates = _entering.ConvertAll(entry => (Key: ConcurrencyGateRows.Waiting(entry), Entry: entry, Row: (TableRow?)null));
        foreach (var row in _waiting > 0 ? await ReadFrontAsync() : [])
        {
            if (row.RowKey != _withdrawn)
            {
                candidates.Add((row.RowKey, StoredJson.Read<GateEntry>(row.Value), row));
            }
        }

        candidates.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));
        return candidates.ConvertAll(candidate => (candidate.Entry, candidate.Row));
    }

    private async Task<IReadOnlyList<TableRow>> ReadFrontAsync()
    {
        var rows = new List<TableRow>();
        var query = TableQuery.Prefix(ConcurrencyGateRows.WaitingPrefix, MaxAdmitted + 1);
        do
        {
            var page = await _store.QueryAsync(ConcurrencyGateRows.Table, _partition, query, CancellationToken.None);
            rows.AddRange(page.Rows);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null && rows.Count <= MaxAdmitted);

        return rows;
    }

    private Task<TableRow?> FindAsync(string rowKey) => _store.GetAsync(ConcurrencyGateRows.Table, _partition, rowKey, CancellationToken.None);
}
