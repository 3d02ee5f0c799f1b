using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;
using Orcheo.IntegrationTests.Triggers;

namespace Orcheo.IntegrationTests.Scale;

/// <summary>What executions cost a storage account, counted before Azurite. The figures are in docs/scale.md.</summary>
public sealed class ExecutionCostTests(ApiFixture fixture, AzuriteFixture azurite)
{
    private const string Heads = "| What | " + StorageCounts.Heads + " |";

    /// <summary>How nodes share batches is a matter of chance; more than this it is not, and one for each would be a hundred.</summary>
    private const int WideCeiling = 32;

    private static readonly Flow One = Flow.Start();

    [Fact]
    public async Task What_executions_cost_is_written_down()
    {
        await using var metered = await MeteredStack.StartAsync(azurite);
        var stack = metered.Stack;
        using var client = await ClientAsync(stack);
        var one = await PublishAsync(stack, One);
        var rows = new List<string>();
        Task Start(string workflow, bool wait = true) => StartAsync(client, workflow, wait);
        async Task CountAsync(string what, Func<Task> run, bool goesOn = false, Func<Task>? prepare = null) =>
            rows.Add(await ScaleDocument.LeastAsync("executions", what, async () =>
            {
                await (prepare?.Invoke() ?? Task.CompletedTask);
                return await metered.CountAsync(run, goesOn);
            }));

        // The use of a key is noted once in a while: not in what is counted.
        await Start(one);
        await CountAsync("one node, started with `Prefer: wait`", () => Start(one));
        await CountAsync("one node, started without waiting", () => Start(one, wait: false), goesOn: true);
        var chain = await PublishAsync(stack, Chain(10));
        await CountAsync("ten computing nodes in a row, waited for", () => Start(chain));
        var tour = await PublishAsync(stack, Tour(await fixture.TargetAsync()));
        await CountAsync("the README's workflow: four nodes run, one of them an HTTP call; waited for", () => Start(tour));
        var large = await PublishAsync(stack, Flow.Start().Set("large", new { text = "{{ 'x'.repeat(2000000) }}" }).Edge("start", "large"));
        await CountAsync("two nodes, one with an output of 2 MB; waited for", () => Start(large));
        var pause = await PublishAsync(stack, Flow.Start().Node("pause", "delay", new { seconds = 1 }).Edge("start", "pause"));
        await CountAsync("two nodes, one of them a delay", () => Start(pause, wait: false), goesOn: true);
        using var sender = await WebhookSender.CreateAsync(stack, one, new { response_mode = "on_completion" });
        await CountAsync("one node, started by a webhook that is answered with the output", () => DeliverAsync(sender), goesOn: true);
        await PlanAsync(stack, one);
        await FiredAsync(metered);
        await CountAsync("one node, started by cron", () => FiredAsync(metered), goesOn: true, prepare: () => PlanAsync(stack, one));
        var wide = await PublishAsync(stack, Wide(100));
        await Eventually.Becomes(
            () => metered.CountAsync(() => Start(wide), goesOn: false), counts => counts.Operations is > 10 and <= WideCeiling, $"at most {WideCeiling} operations");
        rows.Add($"| a hundred nodes side by side, waited for | | | | | | | ≤ {WideCeiling} |");
        ScaleDocument.Check("executions", Heads, rows);
        await WatchingAsync(metered, client, await PublishAsync(stack, Flow.Start().Node("pause", "delay", new { seconds = 3600 }).Edge("start", "pause")));
    }

    /// <summary>Somebody watches an execution in which nothing happens.</summary>
    private static async Task WatchingAsync(MeteredStack metered, ApiClient client, string workflow)
    {
        var id = (await client.PostAsync("/executions", new JsonObject { ["workflow_id"] = workflow })).Expect(HttpStatusCode.Accepted).Id;
        await metered.Stack.Client.UntilAsync(id, "waiting");
        using var stream = await EventStream.OpenAsync(metered.Stack, id);
        bool IsLook(StorageOperation operation) => operation.Kind == StorageKind.Query && operation.Target.Contains(id, StringComparison.Ordinal);
        await metered.PassAsync(2, IsLook);
        var watched = await metered.WatchAsync(() => metered.PassAsync(20, IsLook), goesOn: false);
        var reads = watched.Count(operation => operation.Kind == StorageKind.Read && operation.Target.Contains(id, StringComparison.Ordinal));
        Assert.InRange(reads, 1, 3);
    }

    private static async Task<ApiClient> ClientAsync(LocalStack stack)
    {
        var key = new JsonObject { ["name"] = "Runner", ["scopes"] = new JsonArray("executions:run", "executions:read") };
        var issued = (await stack.Client.PostAsync("/api-keys", key)).Expect(HttpStatusCode.Created).Json;
        return new ApiClient(stack.Address, issued.Text("secret_once"));
    }

    private static async Task<string> PublishAsync(LocalStack stack, Flow flow)
    {
        var id = await stack.Client.CreateAsync(flow);
        (await stack.Client.PostAsync($"/workflows/{id}/versions", new JsonObject())).Expect(HttpStatusCode.Created);
        return id;
    }

    private static async Task StartAsync(ApiClient client, string workflow, bool wait)
    {
        var body = new JsonObject { ["workflow_id"] = workflow };
        var answer = await client.PostAsync("/executions", body, wait ? [("Prefer", "wait=30")] : []);
        if (wait)
        {
            Assert.Equal("succeeded", answer.Expect(HttpStatusCode.OK).Json.Text("status"));
        }
        else
        {
            Assert.Equal("queued", answer.Expect(HttpStatusCode.Accepted).Json.Text("status"));
        }
    }

    private static async Task DeliverAsync(WebhookSender sender) =>
        (await sender.SendAsync("evt_" + Guid.NewGuid().ToString("N"))).Expect(HttpStatusCode.OK);

    /// <summary>Makes a cron trigger that fires once, in three seconds.</summary>
    private static async Task PlanAsync(LocalStack stack, string workflow)
    {
        var at = DateTimeOffset.UtcNow.AddSeconds(3).ToString("s m H d M '?' yyyy", CultureInfo.InvariantCulture);
        var body = new JsonObject { ["workflow_id"] = workflow, ["cron"] = at, ["timezone"] = "UTC", ["misfire_policy"] = "queue" };
        (await stack.Client.PostAsync("/triggers/cron", body)).Expect(HttpStatusCode.Created);
    }

    private static Task FiredAsync(MeteredStack metered) =>
        metered.PassAsync(1, operation => operation.Kind == StorageKind.Batch && operation.Target.Contains("cron(", StringComparison.Ordinal));

    private static Flow Chain(int nodes)
    {
        var ids = Enumerable.Range(1, nodes - 1).Select(number => $"n{number}").ToList();
        return ids.Aggregate(Flow.Start(), (flow, id) => flow.Set(id, new { x = 1 })).Chain(["start", .. ids]);
    }

    private static Flow Wide(int nodes) => Enumerable.Range(1, nodes).Aggregate(
        Flow.Start(), (flow, number) => flow.Set($"n{number}", new { x = number }).Edge("start", $"n{number}"));

    private static Flow Tour(TargetServer target) => Flow.Start()
        .Http("call", new { method = "GET", url = $"{target.Address}/echo" }, new { on_error = "continue", retry = new { max_attempts = 1 } })
        .Node("decide", "if_else", new { condition = "nodes.call.status === 'succeeded'" })
        .Set("up", new { verdict = "up", status = "{{ nodes.call.output.status }}" })
        .Set("down", new { verdict = "down", reason = "{{ nodes.call.error.message }}" })
        .Chain("start", "call", "decide").Edge("decide", "up", "true").Edge("decide", "down", "false");
}
