using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Storage.Sqlite;

namespace Orcheo.Benchmarks.Http;

/// <summary>Stores executions that have ended, as the stack itself does, but without running them.</summary>
internal static class ExecutionSeeder
{
    private const string Tenant = "default";
    private const int Writers = 128;

    /// <summary>The file that the local stack opens in its data directory.</summary>
    private const string DatabaseFile = "orcheo.db";

    private static readonly JsonElement _definition = JsonSerializer.SerializeToElement(
        new { nodes = new[] { new { id = "start", type = "manual_trigger", config = new { } } }, edges = Array.Empty<object>() });

    /// <inheritdoc cref="SeedExecutions"/>
    public static async Task SeedAsync(string dataDirectory, int count, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(dataDirectory);
        await using var store = new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(dataDirectory, DatabaseFile) });
        await store.InitializeAsync(ExecutionStore.Tables, cancellationToken);
        var executions = new ExecutionStore(store);
        var journal = new ExecutionJournal(store, TimeProvider.System);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
            async (_, token) => await StoreAsync(executions, journal, token));
    }

    private static async Task StoreAsync(ExecutionStore executions, ExecutionJournal journal, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var start = new ExecutionStart
        {
            Head = new ExecutionHead
            {
                Id = OrcheoId.New(OrcheoId.Execution, now),
                Status = ExecutionStatus.Queued,
                Trigger = new ExecutionTrigger("api"),
                Stats = new ExecutionStats { NodesTotal = 1 },
                CreatedAt = now,
            },
            Trigger = JsonSerializer.SerializeToElement(new { type = "api" }),
            Definition = _definition,
        };
        await executions.CreateAsync(Tenant, start, cancellationToken);
        var end = new JournalBatch
        {
            Events = [new PendingEvent(EventTypes.ExecutionEnd, now, null, OrcheoJson.EmptyObject)],
            Output = OrcheoJson.EmptyObject,
            Change = head => head with { Status = ExecutionStatus.Succeeded, CompletedAt = now, Stats = head.Stats with { NodesSucceeded = 1 } },
        };
        await journal.AppendAsync(Tenant, start.Head.Id, _ => end, cancellationToken);
    }
}
