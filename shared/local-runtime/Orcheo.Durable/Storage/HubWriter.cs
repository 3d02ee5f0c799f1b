using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Orcheo.Durable;

/// <summary>The statements that write a hub. Used by the commit grouper's thread only.</summary>
/// <remarks>Rows of the small tables get their numbers here, so that a row can be deleted by number, without an index.</remarks>
internal sealed class HubWriter : IWriteTransaction, IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _insertInstance;
    private readonly SqliteStatement _findInstance;
    private readonly SqliteStatement _deleteInstance;
    private readonly SqliteStatement _startInstance;
    private readonly SqliteStatement _touchInstance;
    private readonly SqliteStatement _endInstance;
    private readonly SqliteStatement _restartInstance;
    private readonly SqliteStatement _openChildren;
    private readonly SqliteStatement _insertHistory;
    private readonly SqliteStatement _deleteHistory;
    private readonly SqliteStatement _insertInbox;
    private readonly SqliteStatement _insertWorkItem;
    private readonly SqliteStatement _insertTimer;
    private readonly SqliteStatement[] _deleteRow;
    private long _lastSequence;
    private long _lastRow;

    public HubWriter(SqliteDatabase database)
    {
        _database = database;
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _insertInstance = database.Prepare("""
            INSERT INTO instances(seq, id, generation, name, version, status, created, updated, start_at,
              parent_seq, parent_generation, parent_task, parent_id, parent_name, tags, input)
            VALUES(?1, ?2, 0, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """);
        _findInstance = database.Prepare("SELECT seq, status FROM instances WHERE id=?1");
        _deleteInstance = database.Prepare("DELETE FROM instances WHERE seq=?1");
        _startInstance = database.Prepare("UPDATE instances SET status=?2, start_at=NULL, custom_status=?3, updated=?4 WHERE seq=?1");
        _touchInstance = database.Prepare("UPDATE instances SET status=?2, custom_status=?3, updated=?4 WHERE seq=?1");
        _endInstance = database.Prepare(
            "UPDATE instances SET status=?2, start_at=NULL, custom_status=?3, updated=?4, output=?5, failure=?6 WHERE seq=?1");
        _restartInstance = database.Prepare(
            "UPDATE instances SET status=?2, start_at=?4, custom_status=?3, updated=?4, generation=?5, input=?6, version=?7 WHERE seq=?1");
        _openChildren = database.Prepare("SELECT seq, id FROM instances WHERE parent_seq=?1 AND status IN (0, 6, 7)");
        _insertHistory = database.Prepare("INSERT INTO history(instance, turn, at, events) VALUES(?1, ?2, ?3, ?4)");
        _deleteHistory = database.Prepare("DELETE FROM history WHERE instance=?1");
        _insertInbox = database.Prepare(
            "INSERT INTO inbox(row, instance, generation, kind, task, name, payload, failure) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        _insertWorkItem = database.Prepare(
            "INSERT INTO work_items(row, instance, generation, task, name, version, input) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _insertTimer = database.Prepare("INSERT INTO timers(row, instance, task, due) VALUES(?1, ?2, ?3, ?4)");
        _deleteRow =
        [
            database.Prepare("SELECT ?1"),
            database.Prepare("DELETE FROM inbox WHERE row=?1"),
            database.Prepare("DELETE FROM work_items WHERE row=?1"),
            database.Prepare("DELETE FROM timers WHERE row=?1"),
        ];
        _lastSequence = database.ScalarInt64("SELECT max(seq) FROM instances");
        _lastRow = database.ScalarInt64(
            "SELECT max(r) FROM (SELECT max(row) r FROM inbox UNION ALL SELECT max(row) FROM work_items UNION ALL SELECT max(row) FROM timers)");
    }

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    public void Rollback() => _database.Execute("ROLLBACK");

    public void Mark() => _database.Execute("SAVEPOINT unit");

    public void UndoToMark() => _database.Execute("ROLLBACK TO unit");

    public bool IsFatal(Exception exception) => exception is SqliteFault { IsFatal: true };

    public long InsertInstance(InstanceRow row)
    {
        long sequence = ++_lastSequence;
        _insertInstance
            .Bind(1, sequence).Bind(2, row.Id).Bind(3, row.Name).Bind(4, row.Version).Bind(5, (long)row.Status)
            .Bind(6, row.Created.Ticks).Bind(7, row.StartAt?.Ticks)
            .Bind(8, row.Parent?.Sequence).Bind(9, row.Parent?.Generation).Bind(10, row.Parent?.TaskId)
            .Bind(11, row.Parent?.InstanceId).Bind(12, row.Parent?.Name)
            .Bind(13, row.Tags).Bind(14, row.Input)
            .Run();
        return sequence;
    }

    public (long Sequence, OrchestrationRuntimeStatus Status)? FindInstance(string id)
    {
        if (!_findInstance.Bind(1, id).Step())
        {
            return null;
        }

        (long Sequence, OrchestrationRuntimeStatus Status) found = (_findInstance.Int64(0), (OrchestrationRuntimeStatus)_findInstance.Int32(1));
        _findInstance.Reset();
        return found;
    }

    /// <summary>Deletes an instance that has ended, with its history. It has no rows elsewhere.</summary>
    public void DeleteInstance(long sequence)
    {
        DeleteHistory(sequence);
        _deleteInstance.Bind(1, sequence).Run();
    }

    public void StartInstance(long sequence, OrchestrationRuntimeStatus status, string? customStatus, DateTime at)
        => _startInstance.Bind(1, sequence).Bind(2, (long)status).Bind(3, customStatus).Bind(4, at.Ticks).Run();

    public void TouchInstance(long sequence, OrchestrationRuntimeStatus status, string? customStatus, DateTime at)
        => _touchInstance.Bind(1, sequence).Bind(2, (long)status).Bind(3, customStatus).Bind(4, at.Ticks).Run();

    public void EndInstance(
        long sequence, OrchestrationRuntimeStatus status, string? customStatus, DateTime at, string? output, TaskFailureDetails? failure)
        => _endInstance
            .Bind(1, sequence).Bind(2, (long)status).Bind(3, customStatus).Bind(4, at.Ticks)
            .Bind(5, output).Bind(6, HistoryCodec.EncodeFailure(failure))
            .Run();

    public void RestartInstance(
        long sequence, OrchestrationRuntimeStatus status, string? customStatus, DateTime at, int generation, string? input, string version)
        => _restartInstance
            .Bind(1, sequence).Bind(2, (long)status).Bind(3, customStatus).Bind(4, at.Ticks)
            .Bind(5, generation).Bind(6, input).Bind(7, version)
            .Run();

    public List<(long Sequence, string Id)> OpenChildren(long sequence)
    {
        List<(long Sequence, string Id)> children = [];
        _openChildren.Bind(1, sequence);
        while (_openChildren.Step())
        {
            children.Add((_openChildren.Int64(0), _openChildren.Text(1)!));
        }

        return children;
    }

    public void InsertHistory(long sequence, int turn, DateTime at, byte[] events)
        => _insertHistory.Bind(1, sequence).Bind(2, turn).Bind(3, at.Ticks).Bind(4, events).Run();

    public void DeleteHistory(long sequence) => _deleteHistory.Bind(1, sequence).Run();

    public Message InsertInbox(long instance, int generation, TurnInput input)
    {
        long row = ++_lastRow;
        _insertInbox
            .Bind(1, row).Bind(2, instance).Bind(3, generation).Bind(4, (long)input.Kind).Bind(5, input.TaskId)
            .Bind(6, input.Name).Bind(7, input.Payload).Bind(8, HistoryCodec.EncodeFailure(input.Failure))
            .Run();
        return new(input, generation, MessageSource.Inbox, row);
    }

    public long InsertWorkItem(long instance, int generation, int task, string name, string version, string? input)
    {
        long row = ++_lastRow;
        _insertWorkItem.Bind(1, row).Bind(2, instance).Bind(3, generation).Bind(4, task).Bind(5, name).Bind(6, version).Bind(7, input).Run();
        return row;
    }

    public long InsertTimer(long instance, int task, long due)
    {
        long row = ++_lastRow;
        _insertTimer.Bind(1, row).Bind(2, instance).Bind(3, task).Bind(4, due).Run();
        return row;
    }

    public void Delete(MessageSource source, long row)
    {
        if (source != MessageSource.None)
        {
            _deleteRow[(int)source].Bind(1, row).Run();
        }
    }

    public void Dispose() => _database.Dispose();
}
