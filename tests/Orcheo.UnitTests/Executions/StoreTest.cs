using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Core.ApiKeys;
using Orcheo.Core.Audit;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;
using Orcheo.Storage.Sqlite;

namespace Orcheo.UnitTests.Executions;

/// <summary>The base of tests on a real SQLite store in a folder of their own.</summary>
public abstract class StoreTest : IAsyncLifetime
{
    internal const string Tenant = "default";

    private static readonly JsonElement Nothing = JsonElement.Parse("""{"nodes":[],"edges":[],"settings":{}}""");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-unit-");
    private SqliteTableStore _store = null!;

    internal string Folder => _folder.FullName;

    internal ITableStore Store => _store;

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 31, 9, 15, 0, TimeSpan.Zero));

    internal ExecutionStore Executions { get; private set; } = null!;

    internal ExecutionJournal Journal { get; private set; } = null!;

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        _store = new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(Folder, "test.db") });
        await _store.InitializeAsync(
            [.. WorkflowStore.Tables, .. ExecutionStore.Tables, .. ConcurrencyGate.Tables, .. ApiKeyStore.Tables, .. AuditStore.Tables], Cancel);
        Executions = new ExecutionStore(_store);
        Journal = NewJournal();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A journal that shares nothing with the others but the store, as one of another process does.</summary>
    internal ExecutionJournal NewJournal(ITableStore? store = null, IEventBroadcast? broadcast = null) => new(store ?? Store, Time, broadcast);

    /// <summary>Stores a queued execution.</summary>
    /// <returns>Its id.</returns>
    internal async Task<string> CreateAsync(Func<ExecutionHead, ExecutionHead>? change = null, JsonElement? definition = null)
    {
        var now = Time.GetUtcNow();
        var head = new ExecutionHead
        {
            Id = OrcheoId.New(OrcheoId.Execution, now),
            Status = ExecutionStatus.Queued,
            Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
            Stats = new ExecutionStats { NodesTotal = 3 },
            CreatedAt = now,
        };
        var start = new ExecutionStart
        {
            Head = change is null ? head : change(head),
            Trigger = JsonElement.Parse("""{"type":"api"}"""),
            Definition = definition ?? Nothing,
        };
        Assert.True(await Executions.CreateAsync(Tenant, start, Cancel));
        return head.Id;
    }

    internal async Task<ExecutionHead> HeadAsync(string id) => (await Executions.GetHeadAsync(Tenant, id, Cancel))!;

    internal Task<IReadOnlyList<ExecutionEvent>> EventsAsync(string id) => Executions.GetEventsAsync(Tenant, id, 0, 10_000, Cancel);

    internal async Task<string[]> IdsAsync(ExecutionStatus? status, string? workflowId = null) =>
        [.. (await Executions.ListAsync(Tenant, new ExecutionFilter(workflowId, status), new ListRequest(), Cancel)).Items.Select(item => item.Id)];

    internal Task<JournalResult> AppendAsync(string id, Func<ExecutionHead, JournalBatch?> compose) => Journal.AppendAsync(Tenant, id, compose, Cancel);

    internal Task SetStatusAsync(string id, ExecutionStatus status) =>
        AppendAsync(id, _ => new JournalBatch { Change = head => head with { Status = status } });

    internal PendingEvent Event(string text) => new(EventTypes.Log, Time.GetUtcNow(), null, JsonSerializer.SerializeToElement(new { message = text }));

    internal Checkpoint CheckpointOf(string executionId, string nodeId, string patch = "{}") => new()
    {
        Id = OrcheoId.New(OrcheoId.Checkpoint, Time.GetUtcNow()),
        ExecutionId = executionId,
        NodeId = nodeId,
        Seq = 0,
        Ts = Time.GetUtcNow(),
        Succeeded = true,
        Patch = JsonElement.Parse(patch),
    };

    internal static void AssertGapless(IReadOnlyList<ExecutionEvent> events) =>
        Assert.Equal(Enumerable.Range(1, events.Count).Select(seq => (long)seq), events.Select(item => item.Seq));
}
