using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class ExecutionListTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const string UnknownExecution = "exe_01k3z5x0a1b2c3d4e5f6g7h8j9";

    [Fact]
    public async Task Executions_are_listed_newest_first_by_workflow_and_by_status()
    {
        var id = await Client.CreateAsync(Flow.Start().Set("a", new { a = "{{ input.x.y }}" }).Edge("start", "a"));
        var other = await Client.CreateAsync(Flow.Start());
        var all = new List<(string Id, string Status)>();
        for (var i = 0; i < 5; i++)
        {
            var good = i % 2 == 0;
            var body = new JsonObject { ["workflow_id"] = id, ["input"] = good ? new JsonObject { ["x"] = new JsonObject() } : new JsonObject() };
            var run = (await Client.PostAsync("/executions", body, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK);
            all.Insert(0, (run.Id, run.Json.Text("status")));
        }

        (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = other }, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK);

        Assert.Equal(["succeeded", "failed", "succeeded", "failed", "succeeded"], all.Select(run => run.Status));
        await AssertPagesAsync($"workflow_id={id}", [.. all.Select(run => run.Id)]);
        await AssertPagesAsync($"workflow_id={id}&status=failed", [.. all.Where(run => run.Status == "failed").Select(run => run.Id)]);
        await AssertPagesAsync($"workflow_id={id}&status=succeeded", [.. all.Where(run => run.Status == "succeeded").Select(run => run.Id)]);
        await AssertPagesAsync($"workflow_id={id}&status=cancelled", []);
    }

    [Fact]
    public async Task The_list_by_status_follows_the_status()
    {
        var id = await Client.CreateAsync(Flow.Start().Node("pause", "delay", new { seconds = 600 }).Edge("start", "pause"));
        var run = (await Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = id })).Expect(HttpStatusCode.Accepted).Id;
        await Client.UntilAsync(run, "waiting");
        Assert.Equal([run], await IdsAsync($"workflow_id={id}&status=waiting"));
        Assert.Contains(run, await IdsAsync("status=waiting&limit=200"));

        (await Client.PostAsync($"/executions/{run}/cancel")).Expect(HttpStatusCode.Accepted);
        await Client.UntilAsync(run, "cancelled");
        Assert.Empty(await IdsAsync($"workflow_id={id}&status=waiting"));
        Assert.DoesNotContain(run, await IdsAsync("status=waiting&limit=200"));
        Assert.Equal([run], await IdsAsync($"workflow_id={id}&status=cancelled"));
    }

    [Fact]
    public async Task The_whole_list_holds_inline_runs_and_all_is_newest_first()
    {
        var first = (await Client.RunAsync(Flow.Start())).Id;
        var second = (await Client.RunAsync(Flow.Start())).Id;
        var ids = (await IdsAsync("limit=200")).ToList();

        Assert.True(ids.IndexOf(second) >= 0 && ids.IndexOf(second) < ids.IndexOf(first), "The newer run must come first.");
        var times = (await Client.GetAsync("/executions?limit=200")).Json.Items().Select(item => item.Text("created_at")).ToList();
        Assert.Equal(times.OrderDescending(StringComparer.Ordinal), times);
    }

    [Theory]
    [InlineData("status=finished")]
    [InlineData("status=SUCCEEDED")]
    [InlineData("workflow_id=nonsense")]
    [InlineData("workflow_id=exe_01k3z5x0a1b2c3d4e5f6g7h8j9")]
    public async Task A_filter_that_cannot_be_read_is_refused(string query) =>
        (await Client.GetAsync($"/executions?{query}")).ExpectProblem(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_filter_that_fits_nothing_gives_an_empty_list() =>
        Assert.Empty(await IdsAsync("workflow_id=wf_01k3z5w8q7m2n4p6r8t0v2x4y6"));

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "/cancel")]
    [InlineData("GET", "/events")]
    [InlineData("GET", "/checkpoints")]
    [InlineData("GET", "/checkpoints/ckp_01k3z5x0a1b2c3d4e5f6g7h8m1")]
    public async Task An_execution_that_never_was_is_not_found_and_a_wrong_id_a_bad_request(string method, string rest)
    {
        (await Client.SendAsync(method, $"/executions/{UnknownExecution}{rest}")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
        (await Client.SendAsync(method, $"/executions/nonsense{rest}")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1006");
        (await Client.SendAsync(method, $"/executions/wf_01k3z5w8q7m2n4p6r8t0v2x4y6{rest}")).ExpectProblem(HttpStatusCode.BadRequest, "ORC1006");
    }

    private async Task<IEnumerable<string>> IdsAsync(string query) =>
        (await Client.GetAsync($"/executions?{query}")).Expect(HttpStatusCode.OK).Json.Items().Select(item => item.Text("id"));

    private async Task AssertPagesAsync(string query, IReadOnlyList<string> expected)
    {
        Assert.Equal(expected, await IdsAsync(query));
        var walked = new List<string>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = (await Client.GetAsync($"/executions?{query}&limit=2{next}")).Expect(HttpStatusCode.OK).Json;
            Assert.True(page.Items().Count <= 2);
            walked.AddRange(page.Items().Select(item => item.Text("id")));
            cursor = page.NextCursor();
        }
        while (cursor is not null);
        Assert.Equal(expected, walked);
        Assert.Equal(expected.Skip(2).Take(2), await IdsAsync($"{query}&limit=2&page=2"));
    }
}
