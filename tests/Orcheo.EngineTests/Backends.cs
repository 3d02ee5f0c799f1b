using DurableTask.AzureStorage;
using DurableTask.Core;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.Extensions.Logging.Abstractions;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.EngineTests;

/// <summary>Where the task hub is.</summary>
internal static class Backends
{
    public static Task<IOrchestrationService> InMemory() => Task.FromResult<IOrchestrationService>(new InMemoryOrchestrationService(NullLoggerFactory.Instance));

    /// <summary>Queues, tables and blobs, set as the Functions host sets them (extensions.durableTask in host.json), but polled more often.</summary>
    public static async Task<IOrchestrationService> AzureStorageAsync(AzuriteFixture azurite) => new AzureStorageOrchestrationService(new AzureStorageOrchestrationServiceSettings
    {
        StorageAccountClientProvider = new StorageAccountClientProvider(await azurite.GetConnectionStringAsync()),
        TaskHubName = "orcheo" + Guid.NewGuid().ToString("N")[..12],
        PartitionCount = 1,
        MaxQueuePollingInterval = TimeSpan.FromMilliseconds(200),
        ThrowExceptionOnInvalidDedupeStatus = true,
    });
}
