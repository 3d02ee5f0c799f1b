using Orcheo.Core.Storage;

namespace Orcheo.Storage.Sqlite;

/// <summary>Copies the write-ahead log back into the database, so that it stays small, without holding up the writer for long.</summary>
/// <remarks>
/// The log can only begin anew at a moment when all of it has been copied, which under steady writing never comes by itself. So the
/// bulk is copied in the background on a connection of its own, beside the writer; what was written meanwhile, which is little, is
/// copied by the writer between two transactions, and the next one begins the log anew. SQLite's own automatic checkpoint would do
/// all of it inside some unlucky commit.
/// </remarks>
internal sealed class Checkpointer(SqliteTableStoreOptions options, SqliteDatabase writer, Action wakeWriter) : IDisposable
{
    private Task _background = Task.CompletedTask;
    private int _due = options.CheckpointPages;
    private bool _finish;

    /// <summary>Called by the writer between transactions.</summary>
    public void AfterCommit()
    {
        if (!_background.IsCompleted)
        {
            return;
        }

        if (_finish)
        {
            _finish = false;
            // A reader that still uses the log prevents its end; then a quarter more may be written before the next try.
            var whole = writer.TryCheckpoint();
            _due = whole ? options.CheckpointPages : Math.Max(1, options.CheckpointPages / 4);
            writer.PagesWritten(reset: true);
        }
        else if (writer.PagesWritten() >= _due)
        {
            _finish = true;
            _background = Task.Factory.StartNew(
                CopyBulk, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    public void Dispose() => _background.Wait();

    private void CopyBulk()
    {
        try
        {
            using var database = SqliteDatabase.Open(options.Path, writable: true, options.BusyTimeout);
            database.TryCheckpoint();
        }
        catch (StorageException)
        {
            // The log grows and is tried again; a disk in trouble shows itself in the next commit.
        }
        finally
        {
            wakeWriter();
        }
    }
}
