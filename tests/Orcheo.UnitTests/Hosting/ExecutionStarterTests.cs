using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
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

    private ExecutionStarter Starter() => new(Executions, new ConcurrentRuns(new ConcurrencyGate(Store, Time), Executions, new ExecutionCloser(Journal, Time)), Time);

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
