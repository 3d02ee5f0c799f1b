using Orcheo.Core.Storage;
using Orcheo.IntegrationTests.Support;
using Orcheo.Storage.AzureTables;

namespace Orcheo.IntegrationTests.Storage;

public sealed class AzureRepositoryTests(AzuriteFixture azurite) : RepositoryContract
{
    private readonly string _prefix = "r" + Guid.NewGuid().ToString("n")[..20];

    protected override int Crowd => 30;

    protected override async Task<ITableStore> OpenAsync() =>
        new AzureTableStore(await azurite.GetConnectionStringAsync(), new AzureTableStoreOptions { Prefix = _prefix });

    // Azurite's folder goes as a whole with the fixture.
    protected override Task CleanUpAsync() => Task.CompletedTask;
}
