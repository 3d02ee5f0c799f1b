using Orcheo.Core.Storage;

namespace Orcheo.Storage.Sqlite;

/// <summary>The writer's prepared statements on one table.</summary>
internal sealed class WriterTable : IDisposable
{
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _update;
    private readonly SqliteStatement _delete;

    public WriterTable(SqliteDatabase database, string table)
    {
        var name = SqliteSchema.TableName(table);
        _find = database.Prepare($"SELECT id, v FROM {name} WHERE p = ?1 AND r = ?2");
        _insert = database.Prepare($"INSERT INTO {name} (p, r, v, b) VALUES (?1, ?2, ?3, ?4)");
        _update = database.Prepare($"UPDATE {name} SET v = ?2, b = ?3 WHERE id = ?1");
        _delete = database.Prepare($"DELETE FROM {name} WHERE id = ?1");
    }

    /// <summary>Finds the row a write is about; id 0 when there is none.</summary>
    public (long Id, long Version) Find(string partitionKey, string rowKey)
    {
        _find.Bind(1, partitionKey).Bind(2, rowKey);
        if (!_find.Step())
        {
            return (0, 0);
        }

        var found = (_find.Integer(0), _find.Integer(1));
        _find.Reset();
        return found;
    }

    public void Insert(string partitionKey, in TableWrite write, long version) =>
        _insert.Bind(1, partitionKey).Bind(2, write.RowKey).Bind(3, version).Bind(4, write.Value.Span).Run();

    public void Update(long id, in TableWrite write, long version) => _update.Bind(1, id).Bind(2, version).Bind(3, write.Value.Span).Run();

    public void Delete(long id) => _delete.Bind(1, id).Run();

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _update.Dispose();
        _delete.Dispose();
    }
}
