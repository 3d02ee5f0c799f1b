using Orcheo.Core.Definitions;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;

namespace Orcheo.UnitTests.Executions;

public sealed class WorkflowStoreTests : StoreTest
{
    private WorkflowStore _workflows = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _workflows = new WorkflowStore(Store, Time);
    }

    [Fact]
    public async Task A_stale_change_is_refused_and_loses_nothing()
    {
        var first = await _workflows.CreateAsync(Tenant, Document("first"), Cancel);
        Time.Advance(TimeSpan.FromSeconds(5));
        var second = (await _workflows.UpdateAsync(Tenant, first, Document("second"), Cancel))!.Value;

        Assert.Null(await _workflows.UpdateAsync(Tenant, first, Document("third"), Cancel));
        Assert.Null(await _workflows.FinalizeAsync(Tenant, first, null, null, Cancel));
        Assert.False(await _workflows.DeleteAsync(Tenant, first, Cancel));
        Assert.False(await _workflows.PurgeAsync(Tenant, first.Value.Id, first.ETag, Cancel));

        var read = (await _workflows.GetAsync(Tenant, first.Value.Id, Cancel))!.Value;
        Assert.Equal(("second", 0, second.ETag), (read.Value.Name, read.Value.Version, read.ETag));
        Assert.Equal(TimeSpan.FromSeconds(5), read.Value.UpdatedAt - read.Value.CreatedAt);
        Assert.Null(await _workflows.GetVersionAsync(Tenant, first.Value.Id, 1, Cancel));
        Assert.Equal(["second"], await NamesAsync());
    }

    [Fact]
    public async Task Of_two_that_finalize_at_once_one_makes_the_version()
    {
        var current = await _workflows.CreateAsync(Tenant, Document("w"), Cancel);
        var other = new WorkflowStore(Store, Time);
        var made = await Task.WhenAll(
            _workflows.FinalizeAsync(Tenant, current, "one", null, Cancel), other.FinalizeAsync(Tenant, current, "two", null, Cancel));

        var version = Assert.Single(made, item => item is not null)!;
        Assert.Equal(version.Label, (await _workflows.GetVersionAsync(Tenant, current.Value.Id, 1, Cancel))!.Label);
        Assert.Equal(1, (await _workflows.GetAsync(Tenant, current.Value.Id, Cancel))!.Value.Value.Version);
    }

    [Fact]
    public async Task A_deleted_workflow_is_gone_but_its_versions_can_be_read()
    {
        var current = await _workflows.CreateAsync(Tenant, Document("w"), Cancel);
        await _workflows.FinalizeAsync(Tenant, current, null, null, Cancel);
        var finalized = (await _workflows.GetAsync(Tenant, current.Value.Id, Cancel))!.Value;
        Assert.True(await _workflows.DeleteAsync(Tenant, finalized, Cancel));

        Assert.Null(await _workflows.GetAsync(Tenant, current.Value.Id, Cancel));
        Assert.Empty(await NamesAsync());
        Assert.NotNull(await _workflows.GetVersionAsync(Tenant, current.Value.Id, 1, Cancel));
    }

    [Fact]
    public async Task A_purge_removes_every_version_however_many_there_are()
    {
        var current = await _workflows.CreateAsync(Tenant, Document("w"), Cancel);
        var id = current.Value.Id;
        for (var i = 0; i < 230; i++)
        {
            Assert.NotNull(await _workflows.FinalizeAsync(Tenant, current, null, null, Cancel));
            current = (await _workflows.GetAsync(Tenant, id, Cancel))!.Value;
        }

        var newest = await _workflows.ListVersionsAsync(Tenant, id, new ListRequest { Limit = 2 }, Cancel);
        Assert.Equal([230, 229], newest.Items.Select(item => item.Version));
        var next = await _workflows.ListVersionsAsync(Tenant, id, new ListRequest { Limit = 2, Cursor = newest.NextCursor }, Cancel);
        Assert.Equal([228, 227], next.Items.Select(item => item.Version));

        Assert.True(await _workflows.PurgeAsync(Tenant, id, null, Cancel));
        Assert.Empty((await _workflows.ListVersionsAsync(Tenant, id, new ListRequest(), Cancel)).Items);
        Assert.Null(await _workflows.GetAsync(Tenant, id, Cancel));
        Assert.Empty(await NamesAsync());
        Assert.False(await _workflows.PurgeAsync(Tenant, id, null, Cancel));
    }

    [Fact]
    public async Task A_document_that_has_not_changed_is_the_same_instance()
    {
        var created = await _workflows.CreateAsync(Tenant, Document("w"), Cancel);
        var first = (await _workflows.GetAsync(Tenant, created.Value.Id, Cancel))!.Value;
        Assert.Same(first.Value, (await _workflows.GetAsync(Tenant, created.Value.Id, Cancel))!.Value.Value);

        await new WorkflowStore(Store, Time).UpdateAsync(Tenant, first, Document("changed elsewhere"), Cancel);
        Assert.Equal("changed elsewhere", (await _workflows.GetAsync(Tenant, created.Value.Id, Cancel))!.Value.Value.Name);
    }

    [Fact]
    public async Task The_cache_of_documents_is_bounded_and_reading_stays_right()
    {
        var ids = new List<string>();
        for (var i = 0; i < 520; i++)
        {
            ids.Add((await _workflows.CreateAsync(Tenant, Document($"w{i}"), Cancel)).Value.Id);
        }

        for (var i = 0; i < ids.Count; i++)
        {
            Assert.Equal($"w{i}", (await _workflows.GetAsync(Tenant, ids[i], Cancel))!.Value.Value.Name);
        }
    }

    private async Task<string[]> NamesAsync() =>
        [.. (await _workflows.ListAsync(Tenant, null, null, new ListRequest(), Cancel)).Items.Select(item => item.Name)];

    private static WorkflowDocument Document(string name) => new()
    {
        Name = name,
        Definition = new WorkflowDefinition { Nodes = [new NodeDefinition { Id = "start", Type = "manual_trigger" }] },
    };
}
