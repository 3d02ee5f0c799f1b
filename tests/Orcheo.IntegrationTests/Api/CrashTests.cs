using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>The stack is killed again and again while executions are started.</summary>
public sealed class CrashTests
{
    private const int Rounds = 5;
    private const int Starters = 4;

    private readonly ConcurrentDictionary<int, string> _acknowledged = new();
    private int _next;

    [Fact]
    public async Task Every_acknowledged_execution_ends_once_however_often_the_stack_is_killed()
    {
        await using var stack = await LocalStack.StartAsync();
        var workflow = await stack.Client.CreateAsync(Flow.Start()
            .Set("a", new { n = "{{ input.n }}" })
            .Node("pause", "delay", new { seconds = 0.2 })
            .Set("b", new { n = "{{ state.n + 1 }}" })
            .Chain("start", "a", "pause", "b"));
        var random = new Random(20260131);
        for (var round = 0; round < Rounds; round++)
        {
            await StartUntilKilledAsync(stack, workflow, killAfter: random.Next(20, 60));
            await stack.StartAgainAsync();
        }

        Assert.True(_acknowledged.Count >= Rounds * 20, $"Only {_acknowledged.Count} starts were acknowledged.");
        foreach (var (number, id) in _acknowledged)
        {
            await AssertEndedOnceAsync(stack.Client, id, number);
        }

        await AssertNoneStartedTwiceAsync(stack.Client, workflow);
    }

    // Kills after a number of acknowledgements rather than a time, so that every round has some whatever the machine's speed.
    private async Task StartUntilKilledAsync(LocalStack stack, string workflow, int killAfter)
    {
        var goal = _acknowledged.Count + killAfter;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = new CancellationTokenSource();
        var starters = Enumerable.Range(0, Starters).Select(_ => Task.Run(() => StartManyAsync(stack.Client, workflow, goal, reached, stop.Token))).ToList();
        await Task.WhenAny(reached.Task, Task.WhenAll(starters)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await stack.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(starters);
    }

    private async Task StartManyAsync(ApiClient client, string workflow, int goal, TaskCompletionSource reached, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next);
            try
            {
                var body = new JsonObject { ["workflow_id"] = workflow, ["input"] = new JsonObject { ["n"] = number } };
                var started = (await client.PostAsync("/executions", body)).Expect(HttpStatusCode.Accepted);
                _acknowledged[number] = started.Id;
            }
            catch (HttpRequestException)
            {
                // The stack was killed: this start was not acknowledged.
                return;
            }

            if (_acknowledged.Count >= goal)
            {
                reached.TrySetResult();
            }
        }
    }

    private static async Task AssertEndedOnceAsync(ApiClient client, string id, int number)
    {
        var ended = (await client.EndOfAsync(id, TimeSpan.FromSeconds(60))).Json;
        Assert.True(ended.Text("status") == "succeeded", $"{ended}");
        Assert.Equal(number + 1, ended.Member("output").Number("n"));

        var events = await client.EventsAsync(id);
        CoreScenarioTests.AssertGapless(events);
        Assert.Single(events, item => item.Text("type") == "execution_start");
        Assert.Single(events, item => item.Text("type") == "execution_end");
        string[] ends = [.. events.Where(item => item.Text("type") == "node_end").Select(item => item.Text("node_id"))];
        Assert.Equal(["start", "a", "pause", "b"], ends);
        Assert.Equal(["a", "b"], events.Where(item => item.Text("type") == "state_change").Select(item => item.Text("node_id")));
    }

    private static async Task AssertNoneStartedTwiceAsync(ApiClient client, string workflow)
    {
        var inputs = new List<int>();
        var states = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var next = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = (await client.GetAsync($"/executions?workflow_id={workflow}&limit=200{next}")).Expect(HttpStatusCode.OK).Json;
            inputs.AddRange(page.Items().Select(item => item.Member("input").Number("n")));
            states.AddRange(page.Items());
            cursor = page.NextCursor();
        }
        while (cursor is not null);

        Assert.Equal(inputs.Count, inputs.Distinct().Count());

        // A start whose acknowledgement was lost may have happened; then it, too, must end: the reconciler looks every minute.
        foreach (var item in states.Where(item => item.Text("status") != "succeeded"))
        {
            Assert.Equal("succeeded", (await client.EndOfAsync(item.Text("id"), TimeSpan.FromSeconds(90))).Json.Text("status"));
        }
    }
}
