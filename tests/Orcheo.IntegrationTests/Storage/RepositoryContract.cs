using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Core.Executions;
using Orcheo.Core.Idempotency;
using Orcheo.Core.Ids;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;

namespace Orcheo.IntegrationTests.Storage;

/// <summary>
/// Rules that what is written on the port keeps when several write at once, or one dies: for every adapter, each derives a class that
/// says how to open it. Every call of <see cref="Store"/> may as well come from another replica.
/// </summary>
public abstract partial class RepositoryContract : IAsyncLifetime
{
    private const string Tenant = "default";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ITableStore Store { get; set; } = null!;

    private FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 31, 9, 15, 0, TimeSpan.Zero));

    private ExecutionStore Executions => new(Store);

    /// <summary>How many do the same at once.</summary>
    protected virtual int Crowd => 100;

    public async ValueTask InitializeAsync()
    {
        Store = await OpenAsync();
        await Store.InitializeAsync(
            [.. WorkflowStore.Tables, .. ExecutionStore.Tables, .. IdempotencyStore.Tables, .. ExpiryIndex.Tables], Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (Store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A store over rows that belong to this test alone.</summary>
    protected abstract Task<ITableStore> OpenAsync();

    protected abstract Task CleanUpAsync();

    private ExecutionStart StartOf(string id) => new()
    {
        Head = new ExecutionHead
        {
            Id = id,
            WorkflowId = "wf_1",
            WorkflowVersion = 1,
            Status = ExecutionStatus.Queued,
            Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
            Stats = new ExecutionStats(),
            CreatedAt = Time.GetUtcNow(),
        },
        Trigger = JsonElement.Parse("""{"type":"api"}"""),
        Definition = JsonElement.Parse("{}"),
    };

    private async Task<string> CreateAsync(double? recordDays = null)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var start = StartOf(OrcheoId.New(OrcheoId.Execution, Time.GetUtcNow()));
        Assert.True(await Executions.CreateAsync(Tenant, start with { Head = start.Head with { RecordDays = recordDays } }, Ct));
        return start.Head.Id;
    }

    private async Task<string[]> IdsAsync(ExecutionStatus? status = null, string? workflowId = null)
    {
        var ids = new List<string>();
        var request = new ListRequest { Limit = 3 };
        while (true)
        {
            var page = await Executions.ListAsync(Tenant, new ExecutionFilter(workflowId, status), request, Ct);
            ids.AddRange(page.Items.Select(item => item.Id));
            if (page.NextCursor is null)
            {
                return [.. ids];
            }

            request = request with { Cursor = page.NextCursor };
        }
    }
}
