using Orcheo.Core.Storage;
using Orcheo.Storage.Sqlite;

namespace Orcheo.IntegrationTests.Storage;

public sealed class SqliteTableStoreTests : TableStoreContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-store-");

    protected override Task<ITableStore> OpenAsync() =>
        Task.FromResult<ITableStore>(
            new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(_folder.FullName, "data", "orcheo.db") }));

    protected override Task CleanUpAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
