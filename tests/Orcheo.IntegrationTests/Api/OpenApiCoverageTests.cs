using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>Exercises every operation of openapi.json once with success; an operation that is added there and not here fails.</summary>
public sealed class OpenApiCoverageTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Every_operation_answers_as_documented()
    {
        var created = (await Client.PostAsync("/workflows", Flow.Start().Document("Covered"))).Expect(HttpStatusCode.Created);
        var workflow = $"/workflows/{created.Id}";
        (await Client.PutAsync(workflow, JsonNode.Parse(created.Text))).Expect(HttpStatusCode.OK);
        (await Client.PostAsync($"{workflow}/versions", new JsonObject())).Expect(HttpStatusCode.Created);
        (await Client.PostAsync("/workflows/validate", Flow.Start().Document())).Expect(HttpStatusCode.OK);
        var run = (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = created.Id }, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK);
        var execution = $"/executions/{run.Id}";
        var checkpoint = (await Client.GetAsync($"{execution}/checkpoints")).Expect(HttpStatusCode.OK).Json.Items()[0].Text("id");
        foreach (var path in new[]
        {
            "/health", "/openapi.json", "/nodes", "/nodes/delay", "/workflows", workflow, $"{workflow}/versions", $"{workflow}/versions/1",
            "/executions", execution, $"{execution}/events", $"{execution}/checkpoints/{checkpoint}",
        })
        {
            (await Client.GetAsync(path)).Expect(HttpStatusCode.OK);
        }

        var waiting = Flow.Start().Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause").Definition();
        var started = (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = waiting })).Expect(HttpStatusCode.Accepted);
        (await Client.PostAsync($"/executions/{started.Id}/cancel")).Expect(HttpStatusCode.Accepted);
        (await Client.DeleteAsync(workflow)).Expect(HttpStatusCode.NoContent);

        Assert.Empty(OpenApiContract.Instance.Operations.Select(operation => operation.Id).Except(OpenApiContract.Instance.Seen.Where(seen => seen.Split(' ') is [_, ['2', ..]]).Select(seen => seen.Split(' ')[0])));
    }
}
