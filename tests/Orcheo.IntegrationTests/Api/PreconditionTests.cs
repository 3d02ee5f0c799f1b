using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class PreconditionTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Of_concurrent_writers_one_wins_and_nothing_is_lost()
    {
        const int Writers = 8;
        var id = await Client.CreateAsync(Flow.Start());
        for (var round = 0; round < 5; round++)
        {
            var etag = (await Client.GetAsync($"/workflows/{id}")).Expect(HttpStatusCode.OK).Header("ETag");
            var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer =>
                Client.PutAsync($"/workflows/{id}", Flow.Start().Document($"Writer {writer} in round {round}"), ("If-Match", etag))));

            var winner = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            Assert.All(answers.Where(answer => answer != winner), answer => answer.ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012"));
            var now = await Client.GetAsync($"/workflows/{id}");
            Assert.Equal(winner.Json.Text("name"), now.Json.Text("name"));
            Assert.Equal(winner.Header("ETag"), now.Header("ETag"));
        }
    }

    [Fact]
    public async Task Every_stale_change_is_refused_and_changes_nothing()
    {
        var created = (await Client.PostAsync("/workflows", Flow.Start().Document("First"))).Expect(HttpStatusCode.Created);
        var (workflow, stale) = ($"/workflows/{created.Id}", ("If-Match", created.Header("ETag")));
        (await Client.PutAsync(workflow, Flow.Start().Document("Second"), stale)).Expect(HttpStatusCode.OK);
        (await Client.PutAsync(workflow, Flow.Start().Document("Third"), stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012");
        (await Client.PostAsync($"{workflow}/versions", new JsonObject(), stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012");
        (await Client.DeleteAsync(workflow, stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012");
        (await Client.DeleteAsync($"{workflow}?purge=true", stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012");

        var now = (await Client.GetAsync(workflow)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("Second", now.Text("name"));
        Assert.Equal(0, now.Number("version"));
    }

    [Fact]
    public async Task Stale_changes_of_a_credential_are_refused_too()
    {
        var body = SampleRequests.Body(OpenApiContract.Instance.Operation("createCredential"));
        var created = (await Client.PostAsync("/credentials", body)).Expect(HttpStatusCode.Created);
        var (credential, stale) = ($"/credentials/{created.Id}", ("If-Match", created.Header("ETag")));
        var changed = (await Client.PutAsync(credential, new JsonObject { ["name"] = "Second" }, stale)).Expect(HttpStatusCode.OK);
        (await Client.PutAsync(credential, new JsonObject { ["name"] = "Third" }, stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012");
        (await Client.DeleteAsync(credential, stale)).ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012");

        Assert.Equal("Second", (await Client.GetAsync(credential)).Json.Text("name"));
        (await Client.DeleteAsync(credential, ("If-Match", changed.Header("ETag")))).Expect(HttpStatusCode.NoContent);
    }
}
