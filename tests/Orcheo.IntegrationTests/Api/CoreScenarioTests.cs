using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>What must hold on every store: a workflow with a call, a branch and a variable, its records, its lists, and a crash in a delay.</summary>
public abstract class CoreScenarioTests(ApiFixture fixture)
{
    private static readonly (string Name, string Value) Wait = ("Prefer", "wait=60");

    internal abstract Task<LocalStackOptions> OptionsAsync();

    [Fact]
    public async Task A_workflow_lives_from_its_draft_to_its_purge()
    {
        await using var stack = await LocalStack.StartAsync(await OptionsAsync());
        var client = stack.Client;
        var target = await fixture.TargetAsync();
        var document = Tour(target).Document("Tour", "tour");
        var created = (await client.PostAsync("/workflows", document)).Expect(HttpStatusCode.Created);
        var path = $"/workflows/{created.Id}";
        (await client.PostAsync($"{path}/versions", new JsonObject { ["label"] = "first" })).Expect(HttpStatusCode.Created);
        (await client.PutAsync(path, document, ("If-Match", created.Header("ETag")))).ExpectProblem(HttpStatusCode.PreconditionFailed);
        Assert.Equal([created.Id], (await client.GetAsync("/workflows?tag=tour&q=TOUR")).Json.Items().Select(item => item.Text("id")));
        Assert.Equal([1], (await client.GetAsync($"{path}/versions")).Json.Items().Select(item => item.Number("version")));

        var run = (await client.PostAsync("/executions", new JsonObject { ["workflow_id"] = created.Id, ["input"] = new JsonObject { ["n"] = 5 } }, Wait)).Expect(HttpStatusCode.OK);
        Assert.Equal("succeeded", run.Json.Text("status"));
        Assert.Equal("large", run.Json.Member("output").Text("size"));
        AssertGapless(await client.EventsAsync(run.Id));
        Assert.Equal(["start", "call", "test", "large"], (await client.GetAsync($"/executions/{run.Id}/checkpoints")).Json.Items().Select(item => item.Text("node_id")));
        Assert.Equal([run.Id], (await client.GetAsync($"/executions?workflow_id={created.Id}&status=succeeded")).Json.Items().Select(item => item.Text("id")));
        Assert.Empty((await client.GetAsync($"/executions?workflow_id={created.Id}&status=running")).Json.Items());

        (await client.DeleteAsync($"{path}?purge=true")).Expect(HttpStatusCode.NoContent);
        (await client.GetAsync(path)).ExpectProblem(HttpStatusCode.NotFound);
        (await client.GetAsync($"{path}/versions/1")).ExpectProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_output_of_half_a_mebibyte_is_kept_whole()
    {
        await using var stack = await LocalStack.StartAsync(await OptionsAsync());
        var text = new string('ü', 250_000);
        var run = await stack.Client.RunAsync(Flow.Start().Set("large", new { text = "{{ input.text }}" }).Edge("start", "large"), new JsonObject { ["text"] = text });
        Assert.Equal("succeeded", run.Json.Text("status"));

        var read = (await stack.Client.GetAsync($"/executions/{run.Id}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(text, read.Member("output").Text("text"));
        var checkpoint = (await stack.Client.GetAsync($"/executions/{run.Id}/checkpoints")).Json.Items()[1];
        Assert.Equal(text, (await stack.Client.GetAsync($"/executions/{run.Id}/checkpoints/{checkpoint.Text("id")}")).Json.Member("state_snapshot").Text("text"));
    }

    [Fact]
    public async Task Killed_in_a_delay_and_started_again_the_run_finishes()
    {
        await using var stack = await LocalStack.StartAsync(await OptionsAsync());
        var target = await fixture.TargetAsync();
        var mark = ApiTest.UniqueName();
        var flow = Flow.Start().Http("call", new { method = "GET", url = $"{target.Address}/echo?id={mark}" }).Node("pause", "delay", new { seconds = 3 })
            .Set("after", new { status = "{{ nodes.call.output.status }}", n = "{{ input.n }}" })
            .Chain("start", "call", "pause", "after");
        var id = (await stack.Client.PostAsync("/executions", new JsonObject { ["workflow"] = flow.Definition(), ["input"] = new JsonObject { ["n"] = 7 } }))
            .Expect(HttpStatusCode.Accepted).Id;
        await stack.Client.UntilAsync(id, "waiting");
        var before = await stack.Client.EventsAsync(id);
        await stack.KillAsync();
        await stack.StartAgainAsync();

        var ended = (await stack.Client.EndOfAsync(id)).Json;
        Assert.Equal("succeeded", ended.Text("status"));
        Assert.Equal(200, ended.Member("output").Number("status"));
        Assert.Equal(7, ended.Member("output").Number("n"));
        var after = await stack.Client.EventsAsync(id);
        AssertGapless(after);
        Assert.Equal(before.Select(item => item.Text("id")), after.Take(before.Count).Select(item => item.Text("id")));
        Assert.Single(target.Calls(mark));
        Assert.Equal(["start", "call", "pause", "after"], (await stack.Client.GetAsync($"/executions/{id}/checkpoints")).Json.Items().Select(item => item.Text("node_id")));
    }

    internal static void AssertGapless(IReadOnlyList<System.Text.Json.JsonElement> events)
    {
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(item => item.Number("seq")));
        Assert.Equal("execution_start", events[0].Text("type"));
        Assert.Equal("execution_end", events[^1].Text("type"));
    }

    private static Flow Tour(TargetServer target) => Flow.Start()
        .Http("call", new { method = "POST", url = $"{target.Address}/echo", body = new { n = "{{ input.n }}" } })
        .Node("test", "if_else", new { condition = "nodes.call.output.status == 200 && input.n > 3" })
        .Set("large", new { size = "large" })
        .Set("small", new { size = "small" })
        .Chain("start", "call", "test").Edge("test", "large", "true").Edge("test", "small", "false");
}

/// <summary>On the embedded store.</summary>
public sealed class SqliteCoreScenarioTests(ApiFixture fixture) : CoreScenarioTests(fixture)
{
    internal override Task<LocalStackOptions> OptionsAsync() => Task.FromResult(new LocalStackOptions());

    [Fact]
    public async Task A_stop_is_clean_and_loses_nothing()
    {
        await using var stack = await LocalStack.StartAsync();
        var id = await stack.Client.CreateAsync(Flow.Start(), "Kept");
        var run = (await stack.Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = id }, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK);

        Assert.Equal(0, await stack.TerminateAsync());
        await stack.StartAgainAsync();

        Assert.Equal("Kept", (await stack.Client.GetAsync($"/workflows/{id}")).Expect(HttpStatusCode.OK).Json.Text("name"));
        Assert.Equal(run.Text, (await stack.Client.GetAsync($"/executions/{run.Id}")).Expect(HttpStatusCode.OK).Text);
    }
}

/// <summary>On Azure Tables, which Azurite plays.</summary>
public sealed class AzureTablesCoreScenarioTests(ApiFixture fixture, AzuriteFixture azurite) : CoreScenarioTests(fixture)
{
    internal override async Task<LocalStackOptions> OptionsAsync() => new()
    {
        Environment = new Dictionary<string, string>
        {
            ["Orcheo__Storage__Provider"] = "AzureTables",
            ["Orcheo__Storage__ConnectionString"] = await azurite.GetConnectionStringAsync(),
        },
    };
}
