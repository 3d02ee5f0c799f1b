using Azure.Identity;
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
            ? AzureTables(options.Storage)
            : new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(options.DataDirectory, DatabaseFile) });
    }

    /// <summary>By identity where addresses are given: the managed identity on Azure, whoever is signed in elsewhere.</summary>
    private static AzureTableStore AzureTables(StorageOptions storage)
    {
        var options = new AzureTableStoreOptions { Prefix = storage.TablePrefix };
        return storage is { TableUri: { } tables, BlobUri: { } blobs }
            ? new AzureTableStore(tables, blobs, new DefaultAzureCredential(), options)
            : new AzureTableStore(storage.ConnectionString!, options);
    }
}
