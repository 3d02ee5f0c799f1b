using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Executions;
using Orcheo.UnitTests.Executions;

namespace Orcheo.UnitTests.Hosting;

public sealed class ExecutionStarterTests : StoreTest
{
    private static readonly DefinitionHash Definition = DefinitionHash.Of(
        new WorkflowDefinition { Nodes = [new NodeDefinition { Id = "start", Type = "manual_trigger" }] });

    [Fact]
    public async Task A_start_through_the_API_is_stored_before_it_is_scheduled_and_its_entry_value_is_the_input()
    {
        ExecuteWorkflowInput? message = null;
        var stored = false;
        var head = await Starter().StartAsync(
            Request() with { Input = JsonElement.Parse("""{"n":1}"""), TimeoutSeconds = 7 },
            async (input, _) =>
            {
                message = input;
                stored = await Executions.GetHeadAsync(Tenant, input.ExecutionId, Cancel) is { Status: ExecutionStatus.Queued };
            },
            Cancel);

        Assert.True(stored);
        Assert.Equal((head.Id, "wf_1", 4, "api"), (message!.ExecutionId, message.WorkflowId, message.WorkflowVersion!.Value, message.TriggerType));
        Assert.Equal("""{"n":1}""", message.Input.GetRawText());
        Assert.Equal("""{"n":1}""", message.EntryValue.GetRawText());
        Assert.Equal("""{"type":"api"}""", message.Trigger.GetRawText());
        Assert.Equal((Definition.Checksum, Definition.Json.GetRawText()), (message.Checksum, message.Definition.GetRawText()));
        Assert.Equal((1, 7.0, Time.GetUtcNow()), (head.Stats.NodesTotal, head.TimeoutSeconds, head.CreatedAt));
    }

    [Fact]
    public async Task A_triggers_payload_is_the_entry_value_and_what_expressions_see()
    {
        ExecuteWorkflowInput? message = null;
        await Starter().StartAsync(
            Request() with { Trigger = new ExecutionTrigger("cron", "cron_1"), TriggerPayload = JsonElement.Parse("""{"trigger_id":"cron_1","input":{"n":1}}""") },
            (input, _) =>
            {
                message = input;
                return Task.CompletedTask;
            },
            Cancel);

        Assert.Equal("""{"type":"cron","trigger_id":"cron_1","input":{"n":1}}""", message!.Trigger.GetRawText());
        Assert.Equal("""{"trigger_id":"cron_1","input":{"n":1}}""", message.EntryValue.GetRawText());
        Assert.Equal(JsonValueKind.Null, message.Input.ValueKind);
        Assert.Equal("cron_1", (await HeadAsync(message.ExecutionId)).Trigger.Id);
    }

    [Fact]
    public async Task A_caller_that_leaves_after_the_rows_are_written_does_not_stop_the_scheduling()
    {
        using var leaving = new CancellationTokenSource();
        var scheduled = CancellationToken.None;
        await Starter().StartAsync(
            Request(),
            async (_, token) =>
            {
                await leaving.CancelAsync();
                scheduled = token;
            },
            leaving.Token);
        Assert.False(scheduled.CanBeCanceled);
    }

    [Fact]
    public async Task A_start_whose_id_was_started_before_finds_that_execution_and_schedules_it_again_until_it_has_ended()
    {
        var messages = new List<ExecuteWorkflowInput>();
        Task Schedule(ExecuteWorkflowInput input, CancellationToken _)
        {
            messages.Add(input);
            return Task.CompletedTask;
        }

        var request = Request() with { ExecutionId = OrcheoId.Derive(OrcheoId.Execution, Tenant, "admin", "k"), Input = JsonElement.Parse("1") };
        var first = await Starter().StartAsync(request, Schedule, Cancel);
        Assert.Equal(request.ExecutionId, first.Id);
        Time.Advance(TimeSpan.FromSeconds(1));

        // A repetition that reads another definition now still runs what was stored.
        var second = await Starter().StartAsync(request with { WorkflowVersion = 5, Input = JsonElement.Parse("2") }, Schedule, Cancel);
        Assert.Equal((first.Id, first.CreatedAt, 4), (second.Id, second.CreatedAt, second.WorkflowVersion!.Value));
        Assert.Equal(["1", "1"], messages.Select(message => message.Input.GetRawText()));

        await SetStatusAsync(first.Id, ExecutionStatus.Cancelling);
        await Starter().StartAsync(request, Schedule, Cancel);
        await SetStatusAsync(first.Id, ExecutionStatus.Cancelled);
        var ended = await Starter().StartAsync(request, Schedule, Cancel);
        Assert.Equal(ExecutionStatus.Cancelled, ended.Status);
        Assert.Equal(2, messages.Count);
        Assert.Equal([first.Id], await IdsAsync(null));
    }

    [Fact]
    public async Task Of_many_starts_with_one_id_at_once_all_find_the_same_execution()
    {
        var request = Request() with { ExecutionId = OrcheoId.Derive(OrcheoId.Execution, Tenant, "admin", "k") };
        var heads = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Starter().StartAsync(request, (_, _) => Task.CompletedTask, Cancel)));
        Assert.All(heads, head => Assert.Equal(heads[0], head));
        Assert.Equal([request.ExecutionId], await IdsAsync(null));
    }

    [Fact]
    public async Task A_replay_sees_and_fires_the_trigger_of_what_it_replays_also_when_a_crash_cut_its_start_off()
    {
        var messages = new List<ExecuteWorkflowInput>();
        Task Schedule(ExecuteWorkflowInput input, CancellationToken _)
        {
            messages.Add(input);
            return Task.CompletedTask;
        }

        var hook = Request() with { Trigger = new ExecutionTrigger("webhook", "hook_1"), TriggerPayload = JsonElement.Parse("""{"body":{"n":1}}""") };
        var source = await Starter().StartAsync(hook, Schedule, Cancel);
        var replay = Request() with
        {
            Trigger = new ExecutionTrigger(ExecutionTrigger.Replay, source.Id),
            Replay = new ReplaySource(source.Id),
            ReplayedTrigger = messages[0].Trigger,
            Input = JsonElement.Parse("2"),
        };
        var head = await Starter().StartAsync(replay, Schedule, Cancel);
        Assert.Equal((source.Id, "replay", source.Id), (head.ReplayOf, head.Trigger.Type, head.Trigger.Id));
        Assert.Equal(("webhook", """{"body":{"n":1}}""", "2"), (messages[1].TriggerType, messages[1].EntryValue.GetRawText(), messages[1].Input.GetRawText()));
        Assert.Equal(messages[0].Trigger.GetRawText(), messages[1].Trigger.GetRawText());

        // As the reconciler does it, from what is stored.
        Assert.True(await Starter().RescheduleAsync(Tenant, (await Executions.GetStartAsync(Tenant, head.Id, Cancel))!, Schedule, Cancel));
        Assert.Equal(JsonSerializer.Serialize(messages[1], OrcheoJson.Options), JsonSerializer.Serialize(messages[2], OrcheoJson.Options));
    }

    [Fact]
    public async Task A_start_without_limit_does_not_come_near_the_gate()
    {
        var head = await Starter().StartAsync(Request(), (_, _) => Task.CompletedTask, Cancel);
        Assert.Null(head.Ticket);
        Assert.Empty((await Store.QueryAsync(ConcurrencyGate.Tables[0], $"{Tenant}|wf_1", new TableQuery(), Cancel)).Rows);
    }

    private ExecutionStarter Starter() =>
        new(Executions, new ConcurrentRuns(new ConcurrencyGate(Store, Time), Executions, new ExecutionCloser(Executions, Journal, Time)), Time);

    private static StartRequest Request() => new()
    {
        Tenant = Tenant,
        WorkflowId = "wf_1",
        WorkflowVersion = 4,
        Definition = Definition,
        NodeCount = 1,
        Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
    };
}
