using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Sandbox;

/// <summary>The sandbox's process: started, killed, started again, and gone with its parent.</summary>
public sealed class SandboxLifeTests
{
    private const string Quick = "def main():\n    return 1\n";

    /// <summary>A run that has used this much is the one that burns its processor, not a process that waits for a job.</summary>
    private const int BusyTicks = 20;

    [Fact]
    public async Task It_starts_by_itself_once_the_stack_serves()
    {
        await using var stack = await StartAsync();
        var health = await Eventually.Becomes(() => HealthAsync(stack), sandbox => sandbox.Text("status") != "starting", "the sandbox serves");

        Assert.Equal(("ok", "child"), (health.Text("status"), health.Text("provider")));
        Assert.NotEmpty(Sandbox(stack));
    }

    [Fact]
    public async Task Who_asks_for_it_on_demand_pays_for_it_on_demand_only()
    {
        await using var stack = await StartAsync(("Orcheo__Sandbox__Start", "OnDemand"));
        Assert.Equal("stopped", (await HealthAsync(stack)).Text("status"));
        Assert.Empty(Sandbox(stack));

        Assert.Equal("succeeded", (await stack.Client.RunAsync(PythonFlow.Of(Quick))).Json.Text("status"));
        Assert.Equal("ok", (await HealthAsync(stack)).Text("status"));
    }

    [Fact]
    public async Task Killed_under_a_run_it_is_back_at_once_and_the_node_is_tried_again_by_its_policy()
    {
        await using var stack = await StartAsync();
        var retry = new { max_attempts = 2, initial_interval_seconds = 0.01, jitter = false };
        var id = await StartAsync(stack, PythonFlow.Of(PythonFlow.Endless, more: new { retry, timeout_seconds = 30 }));
        await BusyAsync(stack);
        var first = Sandbox(stack)[0].Id;
        Kill(first);

        // The second attempt runs in the sandbox that took the place of the first.
        await Eventually.Becomes(() => Task.FromResult(Sandbox(stack)), now => now.Count > 0 && now.TrueForAll(process => process.Id != first), "another sandbox");
        await BusyAsync(stack);
        await stack.Client.PostAsync($"/executions/{id}/cancel");
        await stack.Client.EndOfAsync(id);
        var failure = (await stack.Client.EventsAsync(id)).First(item => item.Text("type") == "error").Member("payload");
        Assert.Equal(("ORC3029", 1), (failure.Text("code"), failure.Number("attempt")));
    }

    [Fact]
    public async Task Killed_under_a_run_that_may_be_tried_once_it_fails_the_node_and_serves_the_next()
    {
        await using var stack = await StartAsync();
        for (var round = 0; round < 3; round++)
        {
            var id = await StartAsync(stack, PythonFlow.Of(PythonFlow.Endless, more: new { retry = new { max_attempts = 1 } }));
            await BusyAsync(stack);
            Kill(Sandbox(stack)[0].Id);
            var ended = (await stack.Client.EndOfAsync(id)).Json;

            Assert.Equal(("failed", "ORC3029"), (ended.Text("status"), ended.Member("error").Text("code")));
            Assert.Equal("succeeded", (await stack.Client.RunAsync(PythonFlow.Of(Quick))).Json.Text("status"));
        }
    }

    [Fact]
    public async Task The_fork_server_alone_may_be_killed_too()
    {
        await using var stack = await StartAsync();
        var id = await StartAsync(stack, PythonFlow.Of(PythonFlow.Endless, more: new { retry = new { max_attempts = 1 } }));
        await BusyAsync(stack);
        var service = Sandbox(stack)[0].Id;
        Kill(ProcessTree.Below(service).First(process => process.Parent == service).Id);

        Assert.Equal("ORC3029", (await stack.Client.EndOfAsync(id)).Json.Member("error").Text("code"));
        Assert.Equal("succeeded", (await stack.Client.RunAsync(PythonFlow.Of(Quick))).Json.Text("status"));
        Assert.Equal(service, Sandbox(stack)[0].Id);
    }

    [Fact]
    public async Task A_cancellation_kills_the_run_at_once()
    {
        await using var stack = await StartAsync();
        var id = await StartAsync(stack, PythonFlow.Of(PythonFlow.Endless));
        await BusyAsync(stack);
        var asked = Stopwatch.GetTimestamp();
        (await stack.Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);
        await Eventually.Becomes(() => Task.FromResult(Busy(stack).Count), count => count == 0, "the run is gone");

        Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        var ended = (await stack.Client.EndOfAsync(id)).Json;
        Assert.Equal(("cancelled", "ORC3010"), (ended.Text("status"), ended.Member("error").Text("code")));
    }

    [Fact]
    public async Task A_time_limit_of_the_node_kills_the_run_too()
    {
        await using var stack = await StartAsync();
        var flow = PythonFlow.Of(PythonFlow.Endless, more: new { timeout_seconds = 1, retry = new { max_attempts = 1 } });
        var run = (await stack.Client.RunAsync(flow)).Json;

        Assert.Equal("ORC3001", run.Member("error").Text("code"));
        await Eventually.Becomes(() => Task.FromResult(Busy(stack).Count), count => count == 0, "the run is gone");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_process_outlives_the_stack(bool killed)
    {
        await using var stack = await StartAsync();
        await StartAsync(stack, PythonFlow.Of(PythonFlow.Endless));
        await BusyAsync(stack);
        var processes = ProcessTree.Below(stack.ProcessId).Select(process => process.Id).ToList();
        Assert.NotEmpty(processes);
        if (killed)
        {
            await stack.KillAsync();
        }
        else
        {
            Assert.Equal(0, await stack.TerminateAsync());
        }

        await Eventually.Becomes(() => Task.FromResult(ProcessTree.Alive(processes).Count), count => count == 0, "every process is gone");
    }

    [Fact]
    public async Task A_run_that_the_end_of_the_stack_breaks_off_is_made_again_at_the_next_start()
    {
        await using var stack = await StartAsync();
        var id = await StartAsync(stack, PythonFlow.Of("import time\ndef main():\n    time.sleep(3)\n    return 'done'\n", more: new { retry = new { max_attempts = 1 } }));
        await Eventually.Becomes(() => stack.Client.EventsAsync(id), events => events.Any(item => item.Has("node_id") && item.Text("node_id") == "py"), "the node runs");
        Assert.Equal(0, await stack.TerminateAsync());
        await stack.StartAgainAsync();

        var ended = (await stack.Client.EndOfAsync(id)).Json;
        Assert.True(ended.Text("status") == "succeeded", $"{ended}");
        Assert.Equal("done", ended.Text("output"));
    }

    [Theory]
    [InlineData("Orcheo__Sandbox__Require", "no_such_layer", "no_such_layer")]
    [InlineData("Orcheo__Sandbox__MaxConcurrency", "0", "MAX_CONCURRENCY")]
    [InlineData("Orcheo__Sandbox__Python", "/no/such/python", "/no/such/python")]
    public async Task A_sandbox_that_refuses_to_serve_says_why_in_the_health_and_in_the_node(string setting, string value, string word)
    {
        await using var stack = await StartAsync((setting, value));
        var run = (await stack.Client.RunAsync(PythonFlow.Of(Quick))).Json;
        var health = await HealthAsync(stack);

        Assert.Equal("ORC3029", run.Member("error").Text("code"));
        Assert.Contains(word, run.Member("error").Text("message"), StringComparison.Ordinal);
        Assert.Equal("unavailable", health.Text("status"));
        Assert.Contains(word, health.Text("message"), StringComparison.Ordinal);
        Assert.Equal("ok", (await stack.Client.GetAsync("/health")).Json.Text("status"));
    }

    [Fact]
    public async Task Secrets_of_the_stack_do_not_reach_the_process()
    {
        await using var stack = await StartAsync(("ORCHEO_TEST_SECRET", "secret-of-the-stack"));
        await stack.Client.RunAsync(PythonFlow.Of(Quick));

        var service = Sandbox(stack)[0];
        Assert.All(ProcessTree.Below(service.Id).Prepend(service), process =>
        {
            var environment = File.ReadAllText($"/proc/{process.Id}/environ");
            Assert.DoesNotContain(stack.AdminKey, environment, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-of-the-stack", environment, StringComparison.Ordinal);
        });
    }

    private static Task<LocalStack> StartAsync(params (string Name, string Value)[] settings) => LocalStack.StartAsync(new LocalStackOptions
    {
        Environment = settings.Prepend(("Orcheo__Sandbox__Start", "Background")).GroupBy(setting => setting.Item1).ToDictionary(group => group.Key, group => group.Last().Item2),
    });

    private static async Task<string> StartAsync(LocalStack stack, Flow flow) =>
        (await stack.Client.PostAsync("/executions", new JsonObject { ["workflow"] = flow.Definition() })).Expect(HttpStatusCode.Accepted).Id;

    private static async Task<JsonElement> HealthAsync(LocalStack stack) => (await stack.Client.GetAsync("/health")).Json.Member("sandbox");

    private static List<ProcessInfo> Sandbox(LocalStack stack) =>
        [.. ProcessTree.Below(stack.ProcessId).Where(process => process.Command.Contains("orcheo_sandbox.server", StringComparison.Ordinal))];

    private static List<ProcessInfo> Busy(LocalStack stack) =>
        [.. ProcessTree.Below(stack.ProcessId).Where(process => process.State == 'R' && process.CpuTicks >= BusyTicks && process.Command.Contains("forkserver", StringComparison.Ordinal))];

    private static Task<int> BusyAsync(LocalStack stack) =>
        Eventually.Becomes(() => Task.FromResult(Busy(stack).Count), count => count == 1, "the code runs");

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
    }
}
