using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Scale;

/// <summary>The local stack on a storage account with a meter before it.</summary>
internal sealed class MeteredStack : IAsyncDisposable
{
    private readonly StorageMeter _meter;
    private readonly string _prefix;

    private MeteredStack(StorageMeter meter, LocalStack stack, string prefix)
    {
        _meter = meter;
        _prefix = prefix;
        Stack = stack;
    }

    public LocalStack Stack { get; }

    /// <summary>Starts it, and waits until what runs at the start has run.</summary>
    public static async Task<MeteredStack> StartAsync(AzuriteFixture azurite)
    {
        var meter = await StorageMeter.StartAsync(await azurite.GetConnectionStringAsync());
        var prefix = "scale" + Guid.NewGuid().ToString("N")[..8];
        var metered = new MeteredStack(meter, await LocalStack.StartAsync(Options(meter, prefix)), prefix);
        await metered.QuietAsync();
        return metered;
    }

    public async ValueTask DisposeAsync()
    {
        await Stack.DisposeAsync();
        await _meter.DisposeAsync();
    }

    /// <summary>Counts what something costs, without what timers look for all the time.</summary>
    /// <param name="run">Does it.</param>
    /// <param name="goesOn">Whether something of it comes after <paramref name="run"/>, which is waited for then.</param>
    public async Task<StorageCounts> CountAsync(Func<Task> run, bool goesOn) =>
        StorageCounts.Of((await WatchAsync(run, goesOn)).Where(operation => !IsIdle(operation)));

    /// <summary>What passes the meter meanwhile.</summary>
    public async Task<IReadOnlyList<StorageOperation>> WatchAsync(Func<Task> run, bool goesOn)
    {
        var before = _meter.Operations.Count;
        await run();
        if (goesOn)
        {
            await QuietAsync();
        }

        return [.. _meter.Operations.Skip(before)];
    }

    /// <summary>Waits until requests of that kind have passed.</summary>
    public Task PassAsync(int count, Func<StorageOperation, bool> kind)
    {
        var before = _meter.Operations.Count;
        return Eventually.Becomes(
            () => Task.FromResult(_meter.Operations.Skip(before).Count(kind)), passed => passed >= count, $"{count} of the requests to come");
    }

    private static LocalStackOptions Options(StorageMeter meter, string prefix) => new()
    {
        Environment = new Dictionary<string, string>
        {
            ["Orcheo__Storage__Provider"] = "AzureTables",
            ["Orcheo__Storage__ConnectionString"] = meter.ConnectionString,
            ["Orcheo__Storage__TablePrefix"] = prefix,
            ["Orcheo__Live__Poll"] = "00:00:00.1",
        },
    };

    /// <summary>Nothing but two ticks of the cron timer.</summary>
    private Task<int> QuietAsync() => Eventually.Becomes(
        () => Task.FromResult(_meter.Operations.Reverse().TakeWhile(IsIdle).Count(IsCronTick)), ticks => ticks >= 2, "two ticks without anything else");

    /// <summary>What timers look for all the time; it is counted by itself.</summary>
    private bool IsIdle(StorageOperation operation) => IsCronTick(operation)
        || (operation.Kind == StorageKind.Query
            && operation.Target.Contains($"/{_prefix}executionindex()", StringComparison.Ordinal)
            && (operation.Target.Contains("'default|st|active'", StringComparison.Ordinal) || operation.Target.Contains("'default|st|waiting'", StringComparison.Ordinal)));

    private bool IsCronTick(StorageOperation operation) => operation.Kind == StorageKind.Query && operation.Target.Contains($"/{_prefix}cron()", StringComparison.Ordinal);
}
