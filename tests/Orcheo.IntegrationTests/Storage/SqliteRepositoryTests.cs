using Orcheo.Core.Storage;
using Orcheo.Storage.Sqlite;

namespace Orcheo.IntegrationTests.Storage;

public sealed class SqliteRepositoryTests : RepositoryContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-repository-");

    protected override Task<ITableStore> OpenAsync() =>
        Task.FromResult<ITableStore>(new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(_folder.FullName, "orcheo.db") }));

    protected override Task CleanUpAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }
}
