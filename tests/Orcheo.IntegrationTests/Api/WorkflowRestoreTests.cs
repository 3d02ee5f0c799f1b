using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class WorkflowRestoreTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task A_deletion_is_taken_back_with_versions_and_all_and_may_be_again()
    {
        var tag = UniqueName();
        var created = (await Client.PostAsync("/workflows", Flow.Start().Document("Kept", tag))).Expect(HttpStatusCode.Created);
        (await Client.PostAsync($"/workflows/{created.Id}/versions", new JsonObject { ["label"] = "one" })).Expect(HttpStatusCode.Created);
        var before = (await Client.GetAsync($"/workflows/{created.Id}")).Text;
        (await Client.DeleteAsync($"/workflows/{created.Id}")).Expect(HttpStatusCode.NoContent);
        Assert.Empty((await Client.GetAsync($"/workflows?tag={tag}")).Json.Items());

        var restored = (await Client.PostAsync($"/workflows/{created.Id}/restore")).Expect(HttpStatusCode.OK);
        Assert.Equal(before, restored.Text);
        Assert.Equal(created.Id, Assert.Single((await Client.GetAsync($"/workflows?tag={tag}")).Json.Items()).Text("id"));
        Assert.Single((await Client.GetAsync($"/workflows/{created.Id}/versions")).Json.Items());
        (await Client.PutAsync($"/workflows/{created.Id}", JsonNode.Parse(before), ("If-Match", restored.Header("ETag")))).Expect(HttpStatusCode.OK);

        (await Client.PostAsync($"/workflows/{created.Id}/restore")).Expect(HttpStatusCode.OK);
        var audit = (await Client.GetAsync($"/audit?resource={created.Id}")).Expect(HttpStatusCode.OK).Json.Items();
        Assert.Single(audit, entry => entry.Text("action") == "workflow.restore");
    }

    [Fact]
    public async Task What_was_purged_or_never_there_cannot_be_restored()
    {
        var id = await Client.CreateAsync(Flow.Start());
        (await Client.DeleteAsync($"/workflows/{id}?purge=true")).Expect(HttpStatusCode.NoContent);
        (await Client.PostAsync($"/workflows/{id}/restore")).ExpectProblem(HttpStatusCode.NotFound);
    }
}
