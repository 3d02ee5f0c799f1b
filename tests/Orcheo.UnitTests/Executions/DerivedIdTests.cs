using System.Text;
using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Storage;

namespace Orcheo.UnitTests.Executions;

public sealed class DerivedIdTests : StoreTest
{
    private static readonly string Id = OrcheoId.Derive(OrcheoId.Execution, Tenant, "admin", "a-key");

    [Fact]
    public async Task Executions_stored_before_list_keys_and_ids_were_parted_are_listed()
    {
        // Recorded from a stack of that time: an inline run that has ended.
        const string Old = "exe_01m8384rb5zk7a95ka3xmb6fp2";
        const string Head = """
            {"id":"exe_01m8384rb5zk7a95ka3xmb6fp2","status":"succeeded","trigger":{"type":"api"},"stats":{"nodes_total":1,"nodes_succeeded":1,
            "nodes_failed":0,"nodes_skipped":0,"duration_ms":55,"queue_ms":247,"tokens_in":0,"tokens_out":0},"created_at":"2026-11-23T03:45:37.637Z",
            "started_at":"2026-11-23T03:45:37.884Z","completed_at":"2026-11-23T03:45:37.940Z","last_seq":4}
            """;
        await Store.WriteAsync("executions", "default|" + Old, [TableWrite.Insert("a|head", Encoding.UTF8.GetBytes(Head))], Cancel);
        foreach (var list in new[] { "default|all", "default|st|succeeded" })
        {
            await Store.WriteAsync("executionindex", list, [TableWrite.Insert("zybqwqv7mt0crnptcnw2bmsg9x", Encoding.UTF8.GetBytes(Old))], Cancel);
        }

        Assert.Equal([Old], await IdsAsync(null));
        Assert.Equal([Old], await IdsAsync(ExecutionStatus.Succeeded));
    }

    [Fact]
    public async Task An_execution_with_a_derived_id_is_listed_among_the_others_by_its_time_whatever_its_status()
    {
        var first = await CreateAsync(WithWorkflow);
        Time.Advance(TimeSpan.FromSeconds(1));
        await CreateAsync(head => WithWorkflow(head) with { Id = Id });
        Time.Advance(TimeSpan.FromSeconds(1));
        var last = await CreateAsync(WithWorkflow);

        Assert.Equal([last, Id, first], await IdsAsync(null));
        Assert.Equal([last, Id, first], await IdsAsync(ExecutionStatus.Queued, "wf_1"));
        await SetStatusAsync(Id, ExecutionStatus.Waiting);
        Assert.Equal([last, first], await IdsAsync(ExecutionStatus.Queued));
        Assert.Equal([Id], await IdsAsync(ExecutionStatus.Waiting, "wf_1"));
        await SetStatusAsync(Id, ExecutionStatus.Failed);
        Assert.Empty(await IdsAsync(ExecutionStatus.Waiting));
        Assert.Equal([Id], await IdsAsync(ExecutionStatus.Failed));
        Assert.Equal([last, Id, first], await IdsAsync(null, "wf_1"));
    }

    [Fact]
    public async Task A_second_start_is_refused_and_leaves_no_row_in_any_list()
    {
        await CreateAsync(head => WithWorkflow(head) with { Id = Id });
        var before = await IndexAsync();
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(await AgainAsync(Time.GetUtcNow(), "wf_1"));
        Assert.Equal(before, await IndexAsync());
        Assert.Equal([Id], await IdsAsync(null));
    }

    [Fact]
    public async Task A_second_start_in_the_same_millisecond_leaves_the_rows_of_the_first()
    {
        await CreateAsync(head => WithWorkflow(head) with { Id = Id });
        var before = await IndexAsync();
        Assert.False(await AgainAsync(Time.GetUtcNow(), "wf_1"));
        Assert.Equal(before, await IndexAsync());

        await SetStatusAsync(Id, ExecutionStatus.Failed);
        before = await IndexAsync();
        Assert.False(await AgainAsync(Time.GetUtcNow(), "wf_1"));
        Assert.Equal(before, await IndexAsync());
    }

    [Fact]
    public async Task What_a_crash_leaves_of_a_refused_start_is_listed_nowhere()
    {
        var other = await CreateAsync(WithWorkflow);
        await CreateAsync(head => WithWorkflow(head) with { Id = Id });
        Time.Advance(TimeSpan.FromSeconds(5));
        string[] lists = [ExecutionTables.AllIndex(Tenant), ExecutionTables.StatusIndex(Tenant, StatusClass.Active), ExecutionTables.WorkflowIndex(Tenant, "wf_1")];
        foreach (var list in lists)
        {
            await Store.WriteAsync(ExecutionTables.Index, list, [NewestFirstIndex.Entry(Id, Time.GetUtcNow())], Cancel);
        }

        string[] all = [Id, other];
        Assert.Equal(all.Order(StringComparer.Ordinal), (await IdsAsync(null)).Order(StringComparer.Ordinal));
        Assert.Equal(all.Order(StringComparer.Ordinal), (await IdsAsync(ExecutionStatus.Queued)).Order(StringComparer.Ordinal));
        Assert.Equal(all.Order(StringComparer.Ordinal), (await IdsAsync(null, "wf_1")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_many_starts_at_once_one_is_stored()
    {
        var now = Time.GetUtcNow();
        var stored = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => AgainAsync(now.AddMilliseconds(i / 2), "wf_1")));
        Assert.Single(stored, won => won);
        Assert.Equal(4, (await IndexAsync()).Length);
        Assert.Equal([Id], await IdsAsync(ExecutionStatus.Queued, "wf_1"));
    }

    private static ExecutionHead WithWorkflow(ExecutionHead head) => head with { WorkflowId = "wf_1", WorkflowVersion = 1 };

    private Task<bool> AgainAsync(DateTimeOffset now, string workflowId) => Executions.CreateAsync(
        Tenant,
        new ExecutionStart
        {
            Head = new ExecutionHead
            {
                Id = Id,
                WorkflowId = workflowId,
                Status = ExecutionStatus.Queued,
                Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
                Stats = new ExecutionStats(),
                CreatedAt = now,
            },
            Trigger = JsonElement.Parse("{}"),
            Definition = JsonElement.Parse("{}"),
        },
        Cancel);

    /// <summary>Every row of the lists that these tests write to.</summary>
    private async Task<string[]> IndexAsync()
    {
        var lists = Enum.GetValues<StatusClass>()
            .SelectMany(status => new[] { ExecutionTables.StatusIndex(Tenant, status), ExecutionTables.WorkflowStatusIndex(Tenant, "wf_1", status) })
            .Append(ExecutionTables.AllIndex(Tenant))
            .Append(ExecutionTables.WorkflowIndex(Tenant, "wf_1"));
        var rows = new List<string>();
        foreach (var list in lists)
        {
            rows.AddRange((await Store.QueryAsync(ExecutionTables.Index, list, new TableQuery(), Cancel)).Rows.Select(row => $"{list} {row.RowKey}"));
        }

        return [.. rows];
    }
}
