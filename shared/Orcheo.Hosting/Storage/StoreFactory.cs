using Orcheo.Core.Storage;
using Orcheo.Hosting.Options;
using Orcheo.Storage.AzureTables;
using Orcheo.Storage.Sqlite;

namespace Orcheo.Hosting.Storage;

/// <summary>Makes the store that the options name.</summary>
public static class StoreFactory
{
    /// <summary>Where the SQLite store keeps its file in the data directory.</summary>
    public const string DatabaseFile = "orcheo.db";

    /// <summary>Makes the store; it is not opened yet.</summary>
    public static ITableStore Create(OrcheoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Storage.Provider == StorageProvider.AzureTables
            ? new AzureTableStore(options.Storage.ConnectionString!, new AzureTableStoreOptions { Prefix = options.Storage.TablePrefix })
            : new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(options.DataDirectory, DatabaseFile) });
    }
}
