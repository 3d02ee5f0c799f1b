using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;
using Orcheo.Durable;
using Orcheo.Orchestrations;
using Orcheo.UnitTests.Functions;
using Orcheo.UnitTests.Nodes;

namespace Orcheo.UnitTests.Orchestrations;

/// <summary>The real orchestrator on a real task hub whose activities cannot reach the store; the clock is the test's.</summary>
public sealed class PlatformFailureTests : IAsyncLifetime
{
    private static readonly WorkflowDefinition Definition = new()
    {
        Nodes = [new NodeDefinition { Id = "start", Type = "manual_trigger" }, new NodeDefinition { Id = "next", Type = "delay" }],
        Edges = [new EdgeDefinition { Id = "e", SourceNodeId = "start", TargetNodeId = "next" }],
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-unit-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 9, 15, 0, TimeSpan.Zero));
    private readonly List<RunNodeInput> _calls = [];
    private Func<RunNodeInput, RunNodeOutput> _node = _ => throw new StorageException("The store cannot be reached.");
    private CompleteExecutionInput? _end;

    // Histories of before MarkWaiting answered hold null.
    private bool? _goOn;
    private TaskHub _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = new TaskHub(new TaskHubOptions { DataDirectory = _folder.FullName, TimeProvider = _time });
        var orchestration = new ExecuteWorkflow(new WorkflowPlanCache(NodeTesting.Catalog));
        _hub.AddOrchestrator(ExecutionOrchestration.Name, async context =>
        {
            await orchestration.RunAsync(context);
            return null;
        });
        _hub.AddActivity(nameof(Activities.RunNode), (call, _) =>
        {
            var input = call.GetInput<RunNodeInput>()!;
            lock (_calls)
            {
                _calls.Add(input);
            }

            return Task.FromResult<object?>(_node(input));
        });
        _hub.AddActivity(nameof(Activities.MarkWaiting), (_, _) => Task.FromResult<object?>(_goOn));
        _hub.AddActivity(nameof(Activities.CompleteExecution), (call, _) =>
        {
            _end = call.GetInput<CompleteExecutionInput>();
            return Task.FromResult<object?>(null);
        });
        await _hub.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_node_that_the_platform_cannot_run_is_tried_for_half_a_minute_and_then_fails_the_execution()
    {
        var began = _time.GetUtcNow();
        await RunAsync();

        Assert.Equal(6, _calls.Count);
        Assert.True(_time.GetUtcNow() - began >= TimeSpan.FromSeconds(1 + 2 + 4 + 8 + 16));
        Assert.Equal((ExecutionStatus.Failed, "ORC5001", "start"), (_end!.Status, _end.Error!.Code, _end.Error.NodeId));
        Assert.Contains("The store cannot be reached.", _end.Error.Message, StringComparison.Ordinal);
        Assert.Equal(["next"], _end.Skipped);
        Assert.Equal((2, 0, 1), (_end.Counts!.Value.Total, _end.Counts.Value.Succeeded, _end.Counts.Value.Failed));
    }

    [Fact]
    public async Task A_failure_of_the_platform_that_passes_is_not_seen()
    {
        _node = input => _calls.Count > 2 ? Succeeded(JsonElement.Parse("1")) : throw new StorageException("The store cannot be reached.");
        await RunAsync();

        Assert.Equal((ExecutionStatus.Succeeded, "1"), (_end!.Status, _end.Output.GetRawText()));
        Assert.Equal(["start", "start", "start", "next"], _calls.Select(call => call.Node.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_wait_calls_the_node_again_at_its_time_with_what_it_had_asked_for()
    {
        var began = _time.GetUtcNow();
        var until = began.AddDays(2);
        _node = input => input switch
        {
            { ResumedFrom: null } when input.Node.GetProperty("id").GetString() == "next" => new RunNodeOutput { WaitUntil = until, StartedAt = began },
            _ => Succeeded(JsonElement.Parse("\"done\"")),
        };
        await RunAsync(TimeSpan.FromHours(1));

        Assert.Equal((until, began), (_calls[^1].ResumedFrom, _calls[^1].StartedAt));
        Assert.Equal((ExecutionStatus.Succeeded, "\"done\""), (_end!.Status, _end.Output.GetRawText()));
        Assert.True(_time.GetUtcNow() >= until);
    }

    [Fact]
    public async Task The_time_limit_ends_a_wait_and_fails_the_execution()
    {
        _node = input => input.Node.GetProperty("id").GetString() == "next"
            ? new RunNodeOutput { WaitUntil = _time.GetUtcNow().AddDays(2), StartedAt = _time.GetUtcNow() }
            : Succeeded(OrcheoJson.Null);
        await RunAsync(TimeSpan.FromSeconds(1), new WorkflowSettings { TimeoutSeconds = 60 });

        Assert.Equal((ExecutionStatus.Failed, "ORC3009"), (_end!.Status, _end.Error!.Code));
        Assert.Equal(JsonValueKind.Null, _end.Output.ValueKind);
    }

    [Fact]
    public async Task An_orchestration_that_was_not_there_to_be_told_of_its_cancellation_learns_of_it_when_it_waits()
    {
        _goOn = false;
        _node = input => input.Node.GetProperty("id").GetString() == "next"
            ? new RunNodeOutput { WaitUntil = _time.GetUtcNow().AddDays(2), StartedAt = _time.GetUtcNow() }
            : Succeeded(OrcheoJson.Null);
        var began = _time.GetUtcNow();
        await RunAsync();

        Assert.Equal((ExecutionStatus.Cancelled, "ORC3010"), (_end!.Status, _end.Error!.Code));
        Assert.True(_time.GetUtcNow() - began < TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData(null, "start next")]
    [InlineData("start", "start next")]
    [InlineData("next", "next")]
    public async Task A_replay_tells_every_node_before_it_to_keep_its_result(string? from, string again)
    {
        _node = _ => Succeeded(OrcheoJson.Null);
        await RunAsync(replay: new ReplaySource("exe_0", from, Recorded: true));

        var reused = _calls.Where(call => call.ReuseFrom == "exe_0").Select(call => call.Node.GetProperty("id").GetString());
        Assert.Equal(new[] { "start", "next" }.Except(again.Split(' ')), reused);
        Assert.All(_calls, call => Assert.Equal("exe_0", call.RecordedIn));
    }

    private async Task RunAsync(TimeSpan? step = null, WorkflowSettings? settings = null, ReplaySource? replay = null)
    {
        var definition = DefinitionHash.Of(Definition with { Settings = settings ?? new WorkflowSettings() });
        var input = new ExecuteWorkflowInput
        {
            Tenant = "default",
            ExecutionId = "exe_1",
            Definition = definition.Json,
            Checksum = definition.Checksum,
            TriggerType = ExecutionTrigger.Api,
            Trigger = JsonElement.Parse("""{"type":"api"}"""),
            Input = OrcheoJson.Null,
            EntryValue = OrcheoJson.Null,
            Replay = replay,
        };
        var id = await _hub.Client.ScheduleNewOrchestrationInstanceAsync(ExecutionOrchestration.Name, input, new StartOrchestrationOptions("exe_1"), Cancel);
        var ended = _hub.Client.WaitForInstanceCompletionAsync(id, Cancel);
        await Eventually.TrueAsync(() => ended.IsCompleted, () => _time.Advance(step ?? TimeSpan.FromMilliseconds(100)));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await ended).RuntimeStatus);
    }

    private static RunNodeOutput Succeeded(JsonElement output) => new() { Outcome = new NodeOutcome { Succeeded = true, Output = output } };
}
