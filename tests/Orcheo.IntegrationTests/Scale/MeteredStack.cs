using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Scale;

/// <summary>The local stack on a storage account with a meter before it.</summary>
internal sealed class MeteredStack : IAsyncDisposable
{
    /// <summary>How often a figure is looked at again that is not the written one: a timer may have come in between.</summary>
    private const int Attempts = 3;

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

    /// <summary>Counts what something costs, and gives it as a row of a table.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="run">Does it.</param>
    /// <param name="goesOn">Whether something of it comes after <paramref name="run"/>, which is waited for then.</param>
    /// <param name="written">The rows that are written; the first figure that is one of them is believed.</param>
    /// <param name="prepare">What comes before, and does not count.</param>
    public async Task<string> CountAsync(string what, Func<Task> run, bool goesOn, IReadOnlyList<string> written, Func<Task>? prepare = null)
    {
        StorageCounts? least = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await (prepare?.Invoke() ?? Task.CompletedTask);
            var counts = StorageCounts.Of((await WatchAsync(run, goesOn)).Where(operation => !IsIdle(operation)));
            least = least is null || counts.Operations < least.Operations ? counts : least;
            if (!ScaleDocument.IsUpdated && written.Contains(Row(what, least)))
            {
                break;
            }
        }

        return Row(what, least!);
    }

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

    private static string Row(string what, StorageCounts counts) => $"| {what} | {counts.Cells} |";

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
