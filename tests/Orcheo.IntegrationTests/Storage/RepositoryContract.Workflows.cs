using Orcheo.Core.Definitions;
using Orcheo.Core.Workflows;

namespace Orcheo.IntegrationTests.Storage;

public abstract partial class RepositoryContract
{
    [Fact]
    public async Task Of_two_writers_that_read_the_same_workflow_one_wins_and_the_other_is_told()
    {
        var created = await new WorkflowStore(Store, Time).CreateAsync(Tenant, Document("created"), Ct);
        for (var round = 0; round < 10; round++)
        {
            var read = (await new WorkflowStore(Store, Time).GetAsync(Tenant, created.Value.Id, Ct))!.Value;
            string[] names = [$"one {round}", $"two {round}"];
            var written = await Task.WhenAll(names.Select(name => new WorkflowStore(Store, Time).UpdateAsync(Tenant, read, Document(name), Ct)));

            var winner = Assert.Single(written, result => result is not null)!.Value;
            var now = (await new WorkflowStore(Store, Time).GetAsync(Tenant, created.Value.Id, Ct))!.Value;
            Assert.Equal((winner.Value.Name, winner.ETag), (now.Value.Name, now.ETag));
        }
    }

    [Fact]
    public async Task A_delete_of_what_has_changed_meanwhile_deletes_nothing()
    {
        var workflows = new WorkflowStore(Store, Time);
        var read = await workflows.CreateAsync(Tenant, Document("created"), Ct);
        var updated = (await workflows.UpdateAsync(Tenant, read, Document("updated"), Ct))!.Value;

        Assert.False(await workflows.DeleteAsync(Tenant, read, Ct));
        Assert.False(await workflows.PurgeAsync(Tenant, read.Value.Id, read.ETag, Ct));
        Assert.Equal("updated", (await workflows.GetAsync(Tenant, read.Value.Id, Ct))!.Value.Value.Name);
        Assert.True(await workflows.DeleteAsync(Tenant, updated, Ct));
    }

    private static WorkflowDocument Document(string name) => new()
    {
        Name = name,
        Definition = new WorkflowDefinition { Nodes = [new NodeDefinition { Id = "start", Type = "manual_trigger" }] },
    };
}
