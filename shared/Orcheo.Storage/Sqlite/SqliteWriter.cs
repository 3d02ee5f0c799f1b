using Orcheo.Core.Storage;

namespace Orcheo.Storage.Sqlite;

/// <summary>The one thread that writes. Whatever has queued up while it was busy becomes one transaction: one fsync for all.</summary>
/// <remarks>
/// It never waits for more batches to come: an idle store commits at once, a busy one groups by itself. Callers are told after
/// the commit, conflicts too, for a conflict may be with a batch of the same transaction.
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
    private long _commits;

    public SqliteWriter(SqliteTableStoreOptions options, WriteQueue queue)
    {
        _queue = queue;
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

    private void Run()
    {
        var group = new List<WriteRequest>();
        while (_queue.Take(group))
        {
            if (group.Count > 0)
            {
                Commit(group);
                group.Clear();
            }

            _checkpointer.AfterCommit();
        }

        _checkpointer.Dispose();
        _applier.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _database.Dispose();
        _stopped.SetResult();
    }

    private void Commit(List<WriteRequest> group)
    {
        try
        {
            _begin.Run();
            foreach (var request in group)
            {
                request.Outcome = _applier.Apply(request);
            }

            _commit.Run();
            _applier.End(committed: true);
            Interlocked.Increment(ref _commits);
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
