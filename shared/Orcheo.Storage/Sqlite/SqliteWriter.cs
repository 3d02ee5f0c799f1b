using Orcheo.Core.Storage;
using Orcheo.Core.Telemetry;

namespace Orcheo.Storage.Sqlite;

/// <summary>
/// Writes, one transaction at a time. Whatever has queued up while one is being committed becomes the next: one fsync for all.
/// </summary>
/// <remarks>
/// <para>It never waits for more batches to come: an idle store commits at once, a busy one groups by itself. Callers are told after
/// the commit, conflicts too, for a conflict may be with a batch of the same transaction.</para>
/// <para>A busy store is written by a thread of its own. While callers come one at a time, they write themselves: waking a thread and
/// being woken by it takes about as long as the commit.</para>
/// </remarks>
internal sealed class SqliteWriter : IAsyncDisposable
{
    private readonly WriteQueue _queue;
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly BatchApplier _applier;
    private readonly Checkpointer _checkpointer;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _turn = new();
    private readonly TimeSpan _busyTimeout;
    private volatile bool _lone;
    private bool _ended;
    private long _commits;

    public SqliteWriter(SqliteTableStoreOptions options, WriteQueue queue)
    {
        _queue = queue;
        _busyTimeout = options.BusyTimeout;
        _database = SqliteSchema.OpenWriter(options);
        _begin = _database.Prepare("BEGIN IMMEDIATE");
        _commit = _database.Prepare("COMMIT");
        _applier = new BatchApplier(_database);
        _checkpointer = new Checkpointer(options, _database, queue.Wake);
        new Thread(Run) { IsBackground = true, Name = "orcheo-sqlite-writer" }.Start();
    }

    /// <summary>How many transactions have been committed.</summary>
    public long Commits => Interlocked.Read(ref _commits);

    /// <summary>Closes the queue, commits what is in it and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Dispose();
        await _stopped.Task;
    }

    /// <summary>Commits the batches of one call on the calling thread, when nobody else is writing or waiting to.</summary>
    /// <returns>False when it was not done: the batches must be queued.</returns>
    public bool TryCommitNow(IReadOnlyList<WriteRequest> requests)
    {
        if (!_lone || _queue.HasWaiting || !_turn.TryEnter())
        {
            return false;
        }

        try
        {
            if (_ended || !TryBegin())
            {
                return false;
            }

            Commit(requests, begun: true);
            _checkpointer.AfterCommit();
        }
        finally
        {
            _turn.Exit();
        }

        // Others came meanwhile: from now on the thread writes, so that they can gather.
        _lone = !_queue.HasWaiting;
        return true;
    }

    /// <summary>Begins a transaction unless another process holds the lock: that is waited for on the writer's thread, not on a caller's.</summary>
    private bool TryBegin()
    {
        _database.WaitForLock(TimeSpan.Zero);
        try
        {
            return _begin.TryRun();
        }
        finally
        {
            _database.WaitForLock(_busyTimeout);
        }
    }

    private void Run()
    {
        var group = new List<WriteRequest>();
        while (_queue.Take(group))
        {
            lock (_turn)
            {
                if (group.Count > 0)
                {
                    Commit(group);
                    _lone = group.Count(request => !request.Continues) == 1;
                    group.Clear();
                }

                _checkpointer.AfterCommit();
            }
        }

        Close();
    }

    private void Close()
    {
        lock (_turn)
        {
            _ended = true;
            _checkpointer.Dispose();
            _applier.Dispose();
            _begin.Dispose();
            _commit.Dispose();
            _database.Dispose();
        }

        _stopped.SetResult();
    }

    private void Commit(IReadOnlyList<WriteRequest> group, bool begun = false)
    {
        try
        {
            if (!begun)
            {
                _begin.Run();
            }

            foreach (var request in group)
            {
                request.Outcome = _applier.Apply(request);
            }

            _commit.Run();
            _applier.End(committed: true);
            Interlocked.Increment(ref _commits);
            OrcheoMetrics.Committed(group.Count);
        }
        catch (Exception e)
        {
            // Whatever it was, the thread must live on and every caller must hear of it.
            RollBack();
            foreach (var request in group)
            {
                request.TrySetException(new StorageException(e.Message, e));
            }

            return;
        }

        foreach (var request in group)
        {
            request.TrySetResult(request.Outcome);
        }
    }

    private void RollBack()
    {
        try
        {
            // Several errors (disk full, I/O) have already rolled back.
            if (_database.InTransaction)
            {
                _database.Execute("ROLLBACK");
            }
        }
        catch (StorageException)
        {
            // The first error is the one to tell; the next BEGIN fails if the connection is beyond use.
        }
        finally
        {
            _applier.End(committed: false);
        }
    }
}
