using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Workers;

/// <summary>A storage for two workers.</summary>
internal sealed class WorkerStorage : IAsyncDisposable
{
    private readonly DirectoryInfo? _folder;

    private WorkerStorage(IReadOnlyDictionary<string, string?> settings, DirectoryInfo? folder = null) => (Settings, _folder) = (settings, folder);

    public IReadOnlyDictionary<string, string?> Settings { get; }

    /// <summary>A SQLite file that two processes would share.</summary>
    public static WorkerStorage Sqlite()
    {
        var folder = Directory.CreateTempSubdirectory("orcheo-storage-");
        return new WorkerStorage(new Dictionary<string, string?> { ["Orcheo:DataDirectory"] = folder.FullName }, folder);
    }

    /// <summary>Azure Tables and Blobs, which Azurite plays.</summary>
    public static async Task<WorkerStorage> AzureAsync(AzuriteFixture azurite)
    {
        // Azurite's folder goes as a whole with the fixture; the master key's folder is never made.
        return new WorkerStorage(new Dictionary<string, string?>
        {
            ["Orcheo:DataDirectory"] = Path.Combine(Path.GetTempPath(), "orcheo-none-" + Guid.NewGuid().ToString("N")),
            ["Orcheo:Storage:Provider"] = "AzureTables",
            ["Orcheo:Storage:ConnectionString"] = await azurite.GetConnectionStringAsync(),
            ["Orcheo:Storage:TablePrefix"] = "w" + Guid.NewGuid().ToString("N")[..12],
        });
    }

    public ValueTask DisposeAsync()
    {
        _folder?.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
