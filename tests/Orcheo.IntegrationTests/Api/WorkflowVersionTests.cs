using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class WorkflowVersionTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Finalizing_numbers_the_draft_and_keeps_it()
    {
        var id = await Client.CreateAsync(Flow.Start().Set("a", new { value = "one" }).Edge("start", "a"), "First name");
        var first = await FinalizeAsync(id, new JsonObject { ["label"] = "one", ["notes"] = "The first." });
        Assert.EndsWith($"/api/workflows/{id}/versions/1", first.Header("Location"), StringComparison.Ordinal);
        Assert.Equal(1, first.Json.Number("version"));
        Assert.Equal("one", first.Json.Text("label"));
        Assert.Equal("The first.", first.Json.Text("notes"));
        Assert.Equal(1, (await Client.GetAsync($"/workflows/{id}")).Json.Number("version"));

        (await Client.PutAsync($"/workflows/{id}", Flow.Start().Set("b", new { value = "two" }).Edge("start", "b").Document("Second name"))).Expect(HttpStatusCode.OK);
        Assert.Equal(2, (await FinalizeAsync(id, new JsonObject())).Json.Number("version"));

        var kept = (await Client.GetAsync($"/workflows/{id}/versions/1")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("a", kept.Member("workflow").Member("nodes")[1].Text("id"));
        Assert.Equal("First name", kept.Member("workflow").Text("name"));
        Assert.Equal("one", kept.Text("label"));
        var asWorkflow = (await Client.GetAsync($"/workflows/{id}?version=1")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal("a", asWorkflow.Member("nodes")[1].Text("id"));
        Assert.Equal(id, asWorkflow.Text("id"));
        Assert.Equal("b", (await Client.GetAsync($"/workflows/{id}?version=2")).Json.Member("nodes")[1].Text("id"));
    }

    [Fact]
    public async Task Changing_the_draft_leaves_versions_and_their_number_alone()
    {
        var id = await Client.CreateAsync(Flow.Start().Set("a", new { value = 1 }).Edge("start", "a"));
        await FinalizeAsync(id, new JsonObject());
        var before = (await Client.GetAsync($"/workflows/{id}/versions/1")).Text;
        (await Client.PutAsync($"/workflows/{id}", Flow.Start().Document("Changed"))).Expect(HttpStatusCode.OK);

        Assert.Equal(before, (await Client.GetAsync($"/workflows/{id}/versions/1")).Text);
        Assert.Equal(1, (await Client.GetAsync($"/workflows/{id}")).Json.Number("version"));
        (await Client.PutAsync($"/workflows/{id}/versions/1", new JsonObject())).ExpectProblem(HttpStatusCode.MethodNotAllowed, "ORC4005");
        (await Client.DeleteAsync($"/workflows/{id}/versions/1")).ExpectProblem(HttpStatusCode.MethodNotAllowed, "ORC4005");
    }

    [Fact]
    public async Task Versions_are_listed_newest_first_in_pages()
    {
        var id = await Client.CreateAsync(Flow.Start());
        for (var version = 1; version <= 3; version++)
        {
            (await Client.PutAsync($"/workflows/{id}", Flow.Start().Document($"Number {version}"))).Expect(HttpStatusCode.OK);
            await FinalizeAsync(id, new JsonObject { ["label"] = $"v{version}" });
        }

        var all = (await Client.GetAsync($"/workflows/{id}/versions")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal([3, 2, 1], all.Items().Select(item => item.Number("version")));
        Assert.Equal(["v3", "v2", "v1"], all.Items().Select(item => item.Text("label")));
        var first = (await Client.GetAsync($"/workflows/{id}/versions?limit=2")).Expect(HttpStatusCode.OK).Json;
        var second = (await Client.GetAsync($"/workflows/{id}/versions?limit=2&cursor={Uri.EscapeDataString(first.NextCursor()!)}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal([3, 2, 1], first.Items().Concat(second.Items()).Select(item => item.Number("version")));
        Assert.Null(second.NextCursor());
    }

    [Fact]
    public async Task Concurrent_finalizing_gives_each_its_own_number()
    {
        var id = await Client.CreateAsync(Flow.Start());
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(number =>
            Client.PostAsync($"/workflows/{id}/versions", new JsonObject { ["label"] = $"{number}" })));

        var made = answers.Where(answer => answer.StatusCode == HttpStatusCode.Created).ToList();
        Assert.NotEmpty(made);
        Assert.All(answers.Except(made), answer => answer.ExpectProblem(HttpStatusCode.PreconditionFailed));
        Assert.Equal(Enumerable.Range(1, made.Count), made.Select(answer => answer.Json.Number("version")).Order());
        Assert.Equal(made.Count, (await Client.GetAsync($"/workflows/{id}")).Json.Number("version"));
    }

    [Fact]
    public async Task A_version_that_does_not_exist_is_not_found()
    {
        var id = await Client.CreateAsync(Flow.Start());
        (await Client.GetAsync($"/workflows/{id}/versions/1")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.GetAsync($"/workflows/{id}?version=1")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.GetAsync($"/workflows/{id}/versions/2147483648")).ExpectProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("one")]
    [InlineData("1.0")]
    public async Task What_is_no_version_number_is_a_bad_request(string version)
    {
        var id = await Client.CreateAsync(Flow.Start());
        (await Client.GetAsync($"/workflows/{id}/versions/{version}")).ExpectProblem(HttpStatusCode.BadRequest);
        (await Client.GetAsync($"/workflows/{id}?version={version}")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1007");
    }

    [Fact]
    public async Task Unknown_and_mistyped_members_are_refused()
    {
        var id = await Client.CreateAsync(Flow.Start());
        (await Client.PostAsync($"/workflows/{id}/versions", new JsonObject { ["surprise"] = 1 })).ExpectProblem(HttpStatusCode.BadRequest, "ORC1002", "/surprise");
        (await Client.PostAsync($"/workflows/{id}/versions", new JsonObject { ["label"] = 1 })).ExpectProblem(HttpStatusCode.BadRequest, "ORC1003", "/label");
        Assert.Empty((await Client.GetAsync($"/workflows/{id}/versions")).Json.Items());
    }

    private async Task<Exchange> FinalizeAsync(string id, JsonObject body) =>
        (await Client.PostAsync($"/workflows/{id}/versions", body)).Expect(HttpStatusCode.Created);
}
