using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Storage;

namespace Orcheo.UnitTests.Executions;

public sealed class ExecutionStoreTests : StoreTest
{
    [Fact]
    public async Task What_was_stored_at_the_start_is_read_back()
    {
        var definition = JsonElement.Parse("""{"nodes":[{"id":"a","type":"manual_trigger"}],"edges":[],"settings":{}}""");
        var id = await CreateAsync(head => head with { WorkflowId = "wf_1", WorkflowVersion = 2, TimeoutSeconds = 30 }, definition);

        var start = (await Executions.GetStartAsync(Tenant, id, Cancel))!;
        Assert.True(JsonElement.DeepEquals(definition, start.Definition));
        Assert.Equal(("wf_1", 2, 30.0), (start.Head.WorkflowId, start.Head.WorkflowVersion, start.Head.TimeoutSeconds));
        Assert.Equal("api", start.Trigger.GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Null, start.Input.ValueKind);
        var execution = (await Executions.GetAsync(Tenant, id, Cancel))!;
        Assert.Equal((ExecutionStatus.Queued, JsonValueKind.Null), (execution.Status, execution.Output.ValueKind));
    }

    [Fact]
    public async Task What_does_not_exist_is_null_or_empty()
    {
        const string Missing = "exe_00000000000000000000000000";
        Assert.Null(await Executions.GetAsync(Tenant, Missing, Cancel));
        Assert.Null(await Executions.GetHeadAsync(Tenant, Missing, Cancel));
        Assert.Null(await Executions.GetStartAsync(Tenant, Missing, Cancel));
        Assert.Null(await Executions.GetCheckpointAsync(Tenant, Missing, "node", Cancel));
        Assert.Empty(await EventsAsync(Missing));
        Assert.Empty(await Executions.GetCheckpointsAsync(Tenant, Missing, Cancel));
    }

    [Fact]
    public async Task An_id_is_stored_once()
    {
        var id = await CreateAsync();
        var start = (await Executions.GetStartAsync(Tenant, id, Cancel))!;
        Assert.False(await Executions.CreateAsync(Tenant, start with { Trigger = JsonElement.Parse("""{"type":"other"}""") }, Cancel));
        Assert.Equal("api", (await Executions.GetStartAsync(Tenant, id, Cancel))!.Trigger.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Another_tenant_sees_nothing()
    {
        var id = await CreateAsync();
        Assert.Null(await Executions.GetAsync("other", id, Cancel));
        Assert.Empty((await Executions.ListAsync("other", new ExecutionFilter(), new ListRequest(), Cancel)).Items);
    }

    [Fact]
    public async Task Rows_of_the_index_that_no_longer_hold_are_passed_over()
    {
        var kept = await CreateAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        var moved = await CreateAsync();
        await SetStatusAsync(moved, ExecutionStatus.Failed);

        // What a crash leaves: an entry in a list that the head has left, and entries of executions that are not there.
        await Store.WriteAsync(ExecutionTables.Index, ExecutionTables.StatusIndex(Tenant, StatusClass.Active), [NewestFirstIndex.Entry(moved)], Cancel);
        foreach (var partition in new[] { ExecutionTables.AllIndex(Tenant), ExecutionTables.StatusIndex(Tenant, StatusClass.Active) })
        {
            await Store.WriteAsync(ExecutionTables.Index, partition, [NewestFirstIndex.Entry("exe_01kgrphd00000000000000000z")], Cancel);
        }

        Assert.Equal([moved, kept], await IdsAsync(null));
        Assert.Equal([kept], await IdsAsync(ExecutionStatus.Queued));
        Assert.Equal([moved], await IdsAsync(ExecutionStatus.Failed));
        Assert.Empty(await IdsAsync(ExecutionStatus.Running));
    }

    [Fact]
    public async Task Stale_rows_do_not_shorten_a_page_or_lose_the_cursor()
    {
        var kept = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            kept.Insert(0, await CreateAsync());
            Time.Advance(TimeSpan.FromSeconds(1));
            var stale = await CreateAsync();
            await SetStatusAsync(stale, ExecutionStatus.Cancelled);
            await Store.WriteAsync(ExecutionTables.Index, ExecutionTables.StatusIndex(Tenant, StatusClass.Active), [NewestFirstIndex.Entry(stale)], Cancel);
        }

        var pages = new List<string[]>();
        string? cursor = null;
        do
        {
            var page = await Executions.ListAsync(Tenant, new ExecutionFilter(Status: ExecutionStatus.Queued), new ListRequest { Limit = 3, Cursor = cursor }, Cancel);
            pages.Add([.. page.Items.Select(item => item.Id)]);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal([3, 3, 1], pages.Select(page => page.Length));
        Assert.Equal(kept, pages.SelectMany(page => page));
        var second = await Executions.ListAsync(Tenant, new ExecutionFilter(Status: ExecutionStatus.Queued), new ListRequest { Limit = 3, Page = 2 }, Cancel);
        Assert.Equal(pages[1], second.Items.Select(item => item.Id));
    }

    [Fact]
    public async Task Events_are_read_from_anywhere_also_within_a_batch_and_over_many_pages()
    {
        var id = await CreateAsync();
        for (var batch = 0; batch < 12; batch++)
        {
            await AppendAsync(id, _ => new JournalBatch { Events = [.. Enumerable.Range(0, 10).Select(number => Event($"{number}"))] });
        }

        // 1 of the start, 120 of the batches.
        Assert.Equal(Sequence(1, 121), await SeqAsync(id, after: 0, limit: 1000));
        Assert.Equal(Sequence(6, 2), await SeqAsync(id, after: 5, limit: 2));
        Assert.Equal(Sequence(16, 90), await SeqAsync(id, after: 15, limit: 90));
        Assert.Empty(await SeqAsync(id, after: 121, limit: 10));
    }

    private async Task<long[]> SeqAsync(string id, long after, int limit) =>
        [.. (await Executions.GetEventsAsync(Tenant, id, after, limit, Cancel)).Select(item => item.Seq)];

    private static IEnumerable<long> Sequence(int first, int count) => Enumerable.Range(first, count).Select(seq => (long)seq);
}
