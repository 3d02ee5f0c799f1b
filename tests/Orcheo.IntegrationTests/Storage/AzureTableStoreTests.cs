using Azure.Data.Tables;
using Orcheo.Core.Storage;
using Orcheo.IntegrationTests.Support;
using Orcheo.Storage.AzureTables;

namespace Orcheo.IntegrationTests.Storage;

public sealed class AzureTableStoreTests(AzuriteFixture azurite) : TableStoreContract
{
    private readonly string _prefix = "t" + Guid.NewGuid().ToString("n")[..20];

    protected override int Slowness => 8;

    /// <summary>Rows of before replacing on Azurite was thought of hold up to 960 KiB inside.</summary>
    [Fact]
    public async Task A_row_with_more_inside_than_is_written_now_is_still_read()
    {
        var value = RandomBytes(15 * 64 * 1024);
        var entity = new TableEntity(Partition, "old") { ["w"] = "id" };
        foreach (var (i, chunk) in value.Chunk(64 * 1024).Index())
        {
            entity[$"v{i}"] = chunk;
        }

        await new TableServiceClient(await azurite.GetConnectionStringAsync()).GetTableClient(_prefix + Table).AddEntityAsync(entity, Ct);

        Assert.True((await Store.GetAsync(Table, Partition, "old", Ct))!.Value.Span.SequenceEqual(value));
    }

    protected override async Task<ITableStore> OpenAsync() =>
        new AzureTableStore(await azurite.GetConnectionStringAsync(), new AzureTableStoreOptions { Prefix = _prefix });

    // Azurite's folder goes as a whole with the fixture.
    protected override Task CleanUpAsync() => Task.CompletedTask;
}
