using Orcheo.Core.Audit;
using Orcheo.Core.Ids;
using Orcheo.Core.Storage;
using Orcheo.UnitTests.Executions;

namespace Orcheo.UnitTests.Audit;

public sealed class AuditStoreTests : StoreTest
{
    private AuditStore Audit => field ??= new AuditStore(Store);

    [Fact]
    public async Task An_entry_comes_back_whole()
    {
        var entry = await AppendAsync("workflow.update", "workflow", WorkflowId());
        var found = Assert.Single((await Audit.ListAsync(Tenant, null, null, new ListRequest(), Cancel)).Items);
        Assert.Equal(entry with { Details = default }, found with { Details = default });
        Assert.Equal("""{"n":1}""", found.Details.GetRawText());
    }

    [Fact]
    public async Task Entries_are_found_by_resource_by_type_and_by_actor_newest_first()
    {
        var (a, b) = (WorkflowId(), WorkflowId());
        var entries = new[]
        {
            await AppendAsync("workflow.create", "workflow", a),
            await AppendAsync("workflow.create", "workflow", b, actor: "key_2"),
            await AppendAsync("version.create", "version", a, actor: "key_2"),
            await AppendAsync("execution.start", "execution", OrcheoId.New(OrcheoId.Execution, Time.GetUtcNow())),
        };

        Assert.Equal(Ids(3, 2, 1, 0), await FindAsync(null, null));
        Assert.Equal(Ids(2, 0), await FindAsync(a, null));
        Assert.Equal(Ids(1, 0), await FindAsync("workflow", null));
        Assert.Equal(Ids(2), await FindAsync("version", null));
        Assert.Equal(Ids(2, 1), await FindAsync(null, "key_2"));
        Assert.Equal(Ids(2), await FindAsync(a, "key_2"));
        Assert.Equal(Ids(1), await FindAsync("workflow", "key_2"));
        Assert.Empty(await FindAsync("credential", null));
        Assert.Empty(await FindAsync(WorkflowId(), null));
        Assert.Empty(await FindAsync("api_key", "admin"));
        Assert.Empty((await Audit.ListAsync("other", null, null, new ListRequest(), Cancel)).Items);

        IEnumerable<string> Ids(params int[] places) => places.Select(place => entries[place].Id);
    }

    [Fact]
    public async Task Pages_follow_each_other_under_a_filter()
    {
        var expected = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            var entry = await AppendAsync("workflow.update", "workflow", WorkflowId(), actor: i % 2 == 0 ? "admin" : "key_2");
            if (i % 2 == 0)
            {
                expected.Insert(0, entry.Id);
            }
        }

        var found = new List<string>();
        var request = new ListRequest { Limit = 2 };
        do
        {
            var page = await Audit.ListAsync(Tenant, "workflow", "admin", request, Cancel);
            found.AddRange(page.Items.Select(entry => entry.Id));
            request = request with { Cursor = page.NextCursor };
        }
        while (request.Cursor is not null);

        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task Old_entries_are_purged_from_every_list_and_younger_ones_stay()
    {
        var workflow = WorkflowId();
        for (var i = 0; i < 150; i++)
        {
            await AppendAsync("workflow.update", "workflow", workflow);
        }

        var limit = Time.GetUtcNow();
        var kept = await AppendAsync("workflow.update", "workflow", workflow);

        Assert.Equal(100, await Audit.PurgeAsync(Tenant, limit, Cancel));
        Assert.Equal(50, await Audit.PurgeAsync(Tenant, limit, Cancel));
        Assert.Equal(0, await Audit.PurgeAsync(Tenant, limit, Cancel));

        Assert.Equal([kept.Id], await FindAsync(null, null));
        Assert.Equal([kept.Id], await FindAsync(workflow, null));
        Assert.Equal([kept.Id], await FindAsync("workflow", null));
        Assert.Equal([kept.Id], await FindAsync(null, "admin"));
    }

    private string WorkflowId() => OrcheoId.New(OrcheoId.Workflow, Time.GetUtcNow());

    private async Task<IEnumerable<string>> FindAsync(string? resource, string? actor) =>
        (await Audit.ListAsync(Tenant, resource, actor, new ListRequest { Limit = 200 }, Cancel)).Items.Select(entry => entry.Id);

    private async Task<AuditEntry> AppendAsync(string action, string type, string id, string actor = "admin")
    {
        var now = Time.GetUtcNow();
        var entry = new AuditEntry
        {
            Id = OrcheoId.New(OrcheoId.Audit, now),
            Ts = now,
            Actor = new AuditActor("api_key", actor, "name"),
            Action = action,
            Resource = new AuditResource(type, id),
            Ip = "127.0.0.1",
            RequestId = "request-1",
            Details = System.Text.Json.JsonElement.Parse("""{"n":1}"""),
        };
        await Audit.AppendAsync(Tenant, entry, Cancel);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        return entry;
    }
}
