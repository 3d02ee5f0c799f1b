using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class RetentionTests
{
    // About a second.
    private const string Moment = "0.00001";

    [Fact]
    public async Task What_has_ended_goes_once_its_time_is_over_and_what_runs_stays()
    {
        await using var stack = await StartAsync("ExecutionDays", "EventDays", "HubDays", "AuditDays");
        var workflow = await stack.Client.CreateAsync(Flow.Start());
        var open = await stack.Client.CreateAsync(Flow.Start().Node("pause", "delay", new { seconds = 3600 }).Chain("start", "pause"));
        var active = (await StartAsync(stack, open)).Id;
        for (var i = 0; i < 25; i++)
        {
            await stack.Client.EndOfAsync((await StartAsync(stack, workflow)).Id);
        }

        await stack.Client.UntilAsync(active, "waiting");
        var (left, changed) = (0, System.Diagnostics.Stopwatch.StartNew());
        await stack.KillAsync();
        await stack.StartAgainAsync();
        await Eventually.Becomes(
            async () =>
            {
                // Each start sweeps; one that came too early leaves the youngest to the next. What is still swept is left its time.
                var items = (await stack.Client.GetAsync("/executions?limit=200")).Expect(HttpStatusCode.OK).Json.Items();
                if (items.Count != left)
                {
                    left = items.Count;
                    changed.Restart();
                }
                else if (left > 1 && changed.Elapsed > TimeSpan.FromSeconds(1))
                {
                    await stack.KillAsync();
                    await stack.StartAgainAsync();
                    changed.Restart();
                }

                return items;
            },
            items => items.Count == 1,
            "only the active one",
            TimeSpan.FromSeconds(90));

        Assert.Equal(active, Assert.Single((await stack.Client.GetAsync("/executions")).Json.Items()).Text("id"));
        Assert.Empty((await stack.Client.GetAsync($"/executions?workflow_id={workflow}")).Json.Items());
        Assert.Empty((await stack.Client.GetAsync("/executions?status=succeeded")).Json.Items());
        Assert.NotEmpty(await stack.Client.EventsAsync(active));
        (await stack.Client.PostAsync($"/executions/{active}/cancel")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("cancelled", (await stack.Client.EndOfAsync(active)).Json.Text("status"));
        (await stack.Client.GetAsync($"/workflows/{workflow}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Events_and_checkpoints_can_go_before_the_execution()
    {
        await using var stack = await StartAsync("EventDays");
        var ended = await stack.Client.RunAsync(Flow.Start().Set("a", new { n = 1 }).Chain("start", "a"));
        Assert.NotEmpty(await stack.Client.EventsAsync(ended.Id));
        await Eventually.Becomes(
            async () =>
            {
                await stack.KillAsync();
                await stack.StartAgainAsync();
                return await stack.Client.EventsAsync(ended.Id);
            },
            events => events.Count == 0,
            "no events",
            TimeSpan.FromSeconds(90));

        await Eventually.Becomes(
            async () => (await stack.Client.GetAsync($"/executions/{ended.Id}/checkpoints")).Expect(HttpStatusCode.OK).Json.Items(), items => items.Count == 0, "no checkpoints");
        var stays = (await stack.Client.GetAsync($"/executions/{ended.Id}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("succeeded", 1), (stays.Text("status"), stays.Member("output").Number("n")));

        // What it would reuse is gone: it must not run these nodes again as if that were a replay.
        (await ReplayAsync(stack, ended.Id, new JsonObject { ["from_node_id"] = "a" })).ExpectProblem(HttpStatusCode.Conflict, "ORC4009");
        (await ReplayAsync(stack, ended.Id, new JsonObject { ["mode"] = "recorded" })).ExpectProblem(HttpStatusCode.Conflict, "ORC4009");
        (await ReplayAsync(stack, ended.Id, [])).Expect(HttpStatusCode.Accepted);
    }

    private static Task<Exchange> ReplayAsync(LocalStack stack, string id, JsonObject body) => stack.Client.PostAsync($"/executions/{id}/replay", body);

    private static Task<LocalStack> StartAsync(params string[] settings) => LocalStack.StartAsync(new LocalStackOptions
    {
        Environment = settings.ToDictionary(name => "Orcheo__Retention__" + name, _ => Moment),
    });

    private static async Task<Exchange> StartAsync(LocalStack stack, string workflow) =>
        (await stack.Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = workflow })).Expect(HttpStatusCode.Accepted);
}
