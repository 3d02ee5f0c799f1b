using System.Text;
using Microsoft.DurableTask.Client;

namespace Orcheo.Durable;

/// <summary>The statements that read a hub, on a connection of their own: readers never wait for the writer.</summary>
internal sealed class HubReader : IDisposable
{
    private const string Columns = """
        i.seq, i.id, i.generation, i.name, i.version, i.status, i.created,
        coalesce((SELECT h.at FROM history h WHERE h.instance=i.seq ORDER BY h.turn DESC LIMIT 1), i.updated), i.start_at,
        i.parent_seq, i.parent_generation, i.parent_task, i.parent_id, i.parent_name, i.tags, i.custom_status, i.failure, i.output, i.input
        """;

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _byId;
    private readonly SqliteStatement _history;
    private readonly SqliteStatement _input;

    public HubReader(string path)
    {
        _database = new(path, readOnly: true);
        try
        {
            _byId = _database.Prepare($"SELECT {Columns} FROM instances i WHERE i.id=?1");
            _history = _database.Prepare("SELECT turn, at, events FROM history WHERE instance=?1 ORDER BY turn");
            _input = _database.Prepare("SELECT input FROM instances WHERE seq=?1");
        }
        catch
        {
            _database.Dispose();
            throw;
        }
    }

    public InstanceRow? Find(string id)
    {
        if (!_byId.Bind(1, id).Step())
        {
            return null;
        }

        try
        {
            return ReadRow(_byId);
        }
        finally
        {
            _byId.Reset();
        }
    }

    public string? ReadInput(long sequence)
    {
        if (!_input.Bind(1, sequence).Step())
        {
            return null;
        }

        string? input = _input.Text(0);
        _input.Reset();
        return input;
    }

    /// <summary>Reads the turns of the current run, and checks that none is missing.</summary>
    public List<HistoryTurn> ReadHistory(long sequence)
    {
        List<HistoryTurn> turns = [];
        _history.Bind(1, sequence);
        try
        {
            while (_history.Step())
            {
                HistoryTurn turn = HistoryCodec.Decode(_history.Int32(0), Utc(_history.Int64(1)), _history.Blob(2));
                if (turn.Number != turns.Count + 1)
                {
                    throw new CorruptHistoryException($"Turn {turns.Count + 1} of the history is missing.");
                }

                turns.Add(turn);
            }

            return turns;
        }
        finally
        {
            _history.Reset();
        }
    }

    /// <summary>Lists instances, oldest first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="after">The sequence number after which the page begins.</param>
    /// <param name="limit">The size of the page.</param>
    public List<InstanceRow> List(OrchestrationQuery? query, long after, int limit)
    {
        StringBuilder sql = new($"SELECT {Columns} FROM instances i WHERE i.seq>{after}");
        InstanceFilter.Append(sql, query?.CreatedFrom, query?.CreatedTo, query?.Statuses);
        if (query?.InstanceIdPrefix is { Length: > 0 })
        {
            sql.Append(" AND i.id>=?1 AND substr(i.id, 1, length(?1))=?1");
        }

        using SqliteStatement list = _database.Prepare(sql.Append(" ORDER BY i.seq LIMIT ").Append(limit).ToString());
        if (query?.InstanceIdPrefix is { Length: > 0 } prefix)
        {
            list.Bind(1, prefix);
        }

        List<InstanceRow> rows = [];
        while (list.Step())
        {
            rows.Add(ReadRow(list));
        }

        return rows;
    }

    /// <summary>Lists the ids of instances that have ended.</summary>
    public List<(long Sequence, string Id)> ListEnded(PurgeInstancesFilter filter, long after, int limit)
    {
        StringBuilder sql = new($"SELECT i.seq, i.id FROM instances i WHERE i.seq>{after} AND i.status IN (1, 3, 5)");
        InstanceFilter.Append(sql, filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        return ReadPairs(sql.Append(" ORDER BY i.seq LIMIT ").Append(limit).ToString());
    }

    /// <summary>Lists the ids of the sub-orchestrations of an instance.</summary>
    public List<(long Sequence, string Id)> Children(long sequence)
        => ReadPairs($"SELECT seq, id FROM instances WHERE parent_seq={sequence}");

    public void Dispose() => _database.Dispose();

    internal static InstanceRow ReadRow(SqliteStatement row) => new()
    {
        Sequence = row.Int64(0),
        Id = row.Text(1)!,
        Generation = row.Int32(2),
        Name = row.Text(3)!,
        Version = row.Text(4)!,
        Status = (OrchestrationRuntimeStatus)row.Int32(5),
        Created = Utc(row.Int64(6)),
        Updated = Utc(row.Int64(7)),
        StartAt = row.IsNull(8) ? null : Utc(row.Int64(8)),
        Parent = row.IsNull(9) ? null : new(row.Int64(9), row.Int32(10), row.Int32(11), row.Text(12)!, row.Text(13)!),
        Tags = row.Text(14),
        CustomStatus = row.Text(15),
        Failure = HistoryCodec.DecodeFailure(row.Blob(16)),
        Output = row.Text(17),
        Input = row.Text(18),
    };

    private static DateTime Utc(long ticks) => new(ticks, DateTimeKind.Utc);

    private List<(long Sequence, string Id)> ReadPairs(string sql)
    {
        using SqliteStatement list = _database.Prepare(sql);
        List<(long Sequence, string Id)> pairs = [];
        while (list.Step())
        {
            pairs.Add((list.Int64(0), list.Text(1)!));
        }

        return pairs;
    }
}
