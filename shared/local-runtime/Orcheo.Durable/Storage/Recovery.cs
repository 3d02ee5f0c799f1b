namespace Orcheo.Durable;

/// <summary>What a hub finds at its start: everything that has not ended. Instances that have ended are not read.</summary>
internal sealed class Recovery
{
    public List<InstanceRow> Instances { get; } = [];

    public List<(long Instance, Message Message)> Inbox { get; } = [];

    public List<WorkItemRow> WorkItems { get; } = [];

    public List<(long Instance, long Row, int Task, long Due)> Timers { get; } = [];

    /// <summary>Gets the last turn of each instance that took one.</summary>
    public Dictionary<long, int> Turns { get; } = [];

    public static Recovery Read(SqliteDatabase database)
    {
        Recovery recovery = new();
        recovery.ReadInstances(database);
        recovery.ReadTasks(database);
        recovery.ReadInbox(database);
        return recovery;
    }

    private void ReadInstances(SqliteDatabase database)
    {
        // The input is read when the run is rebuilt; ten thousand waiting instances must not hold theirs.
        using SqliteStatement open = database.Prepare("""
            SELECT seq, id, generation, name, version, status, created, updated, start_at, parent_seq, parent_generation, parent_task,
              parent_id, parent_name, tags, custom_status, NULL, NULL, NULL,
              (SELECT h.turn FROM history h WHERE h.instance=seq ORDER BY h.turn DESC LIMIT 1)
            FROM instances WHERE status IN (0, 6, 7) ORDER BY seq
            """);
        while (open.Step())
        {
            InstanceRow row = HubReader.ReadRow(open);
            Instances.Add(row);
            Turns[row.Sequence] = open.Int32(19);
        }
    }

    private void ReadTasks(SqliteDatabase database)
    {
        using SqliteStatement work = database.Prepare(
            """
            SELECT w.instance, w.row, w.generation, w.task, w.name, w.version, w.input, i.id
            FROM work_items w LEFT JOIN instances i ON i.seq=w.instance ORDER BY w.row
            """);
        while (work.Step())
        {
            WorkItems.Add(new(
                work.Int64(0), work.Text(7), work.Int64(1), work.Int32(2), work.Int32(3), work.Text(4)!, work.Text(5)!, work.Text(6)));
        }

        using SqliteStatement timers = database.Prepare("SELECT instance, row, task, due FROM timers ORDER BY row");
        while (timers.Step())
        {
            Timers.Add((timers.Int64(0), timers.Int64(1), timers.Int32(2), timers.Int64(3)));
        }
    }

    private void ReadInbox(SqliteDatabase database)
    {
        using SqliteStatement inbox = database.Prepare(
            "SELECT instance, generation, kind, task, name, payload, failure, row FROM inbox ORDER BY row");
        while (inbox.Step())
        {
            TurnInput input = new(
                (TurnInputKind)inbox.Int32(2), inbox.Int32(3), inbox.Text(4), inbox.Text(5), HistoryCodec.DecodeFailure(inbox.Blob(6)));
            Inbox.Add((inbox.Int64(0), new(input, inbox.Int32(1), MessageSource.Inbox, inbox.Int64(7))));
        }
    }
}
