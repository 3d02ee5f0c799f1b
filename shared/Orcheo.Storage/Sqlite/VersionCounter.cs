namespace Orcheo.Storage.Sqlite;

/// <summary>Numbers every write of the store, upwards and never twice, so that a row deleted and inserted again has a new ETag.</summary>
/// <remarks>
/// Numbers are reserved in blocks, in the transaction that first needs one: the counter's page is not written with every commit.
/// </remarks>
internal sealed class VersionCounter(SqliteDatabase database)
{
    private const int Block = 1 << 20;

    private long _last;
    private long _reserved;
    private (long Last, long Reserved) _committed;

    public long Next()
    {
        if (_last == _reserved)
        {
            // Another process may have reserved numbers in between, so the block begins where the table says.
            _reserved = database.Execute($"UPDATE orcheo_versions SET reserved = reserved + {Block} WHERE id = 1 RETURNING reserved");
            _last = _reserved - Block;
        }

        return ++_last;
    }

    /// <summary>Keeps what was handed out, or forgets it with the transaction that was rolled back.</summary>
    public void End(bool committed)
    {
        if (committed)
        {
            _committed = (_last, _reserved);
        }
        else
        {
            (_last, _reserved) = _committed;
        }
    }
}
