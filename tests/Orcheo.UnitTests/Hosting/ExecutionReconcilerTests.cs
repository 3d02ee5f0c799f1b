using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Executions;
using Orcheo.UnitTests.Executions;
using Orcheo.UnitTests.Functions;

namespace Orcheo.UnitTests.Hosting;

public sealed class ExecutionReconcilerTests : StoreTest
{
    private static readonly DefinitionHash Definition = DefinitionHash.Of(new WorkflowDefinition
    {
        Nodes = [new NodeDefinition { Id = "start", Type = "manual_trigger" }, new NodeDefinition { Id = "é", Type = "set_variable", Config = JsonElement.Parse("""{"values":{"a":1.50}}""") }],
    });

    private readonly List<ExecuteWorkflowInput> _scheduled = [];
    private readonly List<string> _looked = [];
    private readonly List<string> _cancelled = [];
    private readonly LogSink _logs = new();
    private ConcurrencyGate _gate = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _gate = new ConcurrencyGate(Store, Time);
    }

    [Fact]
    public async Task A_start_that_a_crash_has_cut_off_is_scheduled_once_with_the_same_message()
    {
        ExecuteWorkflowInput? lost = null;
        var request = new StartRequest
        {
            Tenant = Tenant,
            WorkflowId = "wf_1",
            WorkflowVersion = 0,
            Definition = Definition,
            NodeCount = 2,
            Trigger = new ExecutionTrigger("webhook", "hook_1"),
            TriggerPayload = JsonElement.Parse("""{"body":{"n":1}}"""),
            Input = JsonElement.Parse("[1.50]"),
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => Starter().StartAsync(
            request,
            (message, _) =>
            {
                lost = message;
                throw new InvalidOperationException("crash");
            },
            Cancel));
        Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(1, await ReconcileAsync(KnowsScheduled));
        Assert.Equal(0, await ReconcileAsync(KnowsScheduled));
        var message = Assert.Single(_scheduled);
        Assert.Equal(JsonSerializer.Serialize(lost, OrcheoJson.Options), JsonSerializer.Serialize(message, OrcheoJson.Options));
        Assert.Contains(_logs.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains(message.ExecutionId, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_execution_whose_orchestration_has_ended_without_it_fails_with_the_reason()
    {
        var id = await OldAsync();
        await SetStatusAsync(id, ExecutionStatus.Running);

        Assert.Equal(1, await ReconcileAsync(_ => new RunnerView(true, "it was terminated")));
        var execution = (await Executions.GetAsync(Tenant, id, Cancel))!;
        Assert.Equal((ExecutionStatus.Failed, "ORC5000"), (execution.Status, execution.Error!.Code));
        Assert.Contains("it was terminated", execution.Error.Message, StringComparison.Ordinal);
        Assert.Equal(EventTypes.ExecutionEnd, (await EventsAsync(id))[^1].Type);
        Assert.Equal([id], await IdsAsync(ExecutionStatus.Failed));
        Assert.Contains(_logs.Errors, line => line.Text.Contains(id, StringComparison.Ordinal));
        Assert.Equal(0, await ReconcileAsync(_ => new RunnerView(true, "again")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_is_being_cancelled_ends_as_cancelled_whether_the_runner_lost_it_or_never_had_it(bool known)
    {
        var id = await OldAsync();
        await SetStatusAsync(id, ExecutionStatus.Cancelling);

        Assert.Equal(1, await ReconcileAsync(_ => new RunnerView(known, known ? "it failed" : null)));
        var head = await HeadAsync(id);
        Assert.Equal((ExecutionStatus.Cancelled, "ORC3010"), (head.Status, head.Error!.Code));
        Assert.Empty(_scheduled);
    }

    [Fact]
    public async Task What_runs_is_left_alone()
    {
        var id = await OldAsync();
        Assert.Equal(0, await ReconcileAsync(_ => new RunnerView(true, null)));
        Assert.Equal([id], _looked);
        Assert.Equal(ExecutionStatus.Queued, (await HeadAsync(id)).Status);
    }

    [Fact]
    public async Task What_is_young_is_not_even_looked_at()
    {
        await CreateAsync();
        Time.Advance(TimeSpan.FromMilliseconds(1999));
        var store = new CountingStore(Store);
        Assert.Equal(0, await Reconciler(new ExecutionStore(store)).ReconcileAsync(StatusClass.Active, Runner(_ => default), Cancel));
        Assert.Empty(_looked);
        Assert.Equal((1, 0), (store.Queries, store.Reads.Count));

        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, await ReconcileAsync(_ => default));
    }

    [Fact]
    public async Task Ended_executions_and_entries_without_execution_are_not_looked_at()
    {
        var ended = await OldAsync();
        await SetStatusAsync(ended, ExecutionStatus.Succeeded);
        foreach (var id in new[] { ended, "exe_01kgrphd00000000000000000z" })
        {
            await Store.WriteAsync(ExecutionTables.Index, ExecutionTables.StatusIndex(Tenant, StatusClass.Active), [NewestFirstIndex.Entry(id)], Cancel);
        }

        Assert.Equal(0, await ReconcileAsync(_ => new RunnerView(true, "gone")));
        Assert.Empty(_looked);
        Assert.Equal(ExecutionStatus.Succeeded, (await HeadAsync(ended)).Status);
    }

    [Fact]
    public async Task Each_status_class_is_looked_through_by_itself()
    {
        var waiting = await OldAsync();
        await SetStatusAsync(waiting, ExecutionStatus.Waiting);
        var active = await OldAsync();

        Assert.Equal(0, await ReconcileAsync(_ => new RunnerView(true, null), StatusClass.Waiting));
        Assert.Equal([waiting], _looked);
        Assert.Equal(0, await ReconcileAsync(_ => new RunnerView(true, null)));
        Assert.Equal([waiting, active], _looked);
    }

    [Fact]
    public async Task More_than_a_page_are_all_mended_though_the_list_shrinks_meanwhile()
    {
        var ids = new List<string>();
        for (var i = 0; i < 430; i++)
        {
            ids.Add(await CreateAsync());
        }

        Time.Advance(TimeSpan.FromMinutes(1));
        var lost = ids.Where((_, index) => index % 2 == 0).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(430, await ReconcileAsync(id => lost.Contains(id) ? default : new RunnerView(true, "it failed")));
        Assert.Equal(lost.Order(StringComparer.Ordinal), _scheduled.Select(item => item.ExecutionId).Order(StringComparer.Ordinal));
        Assert.Equal(430, _looked.Distinct().Count());
        Assert.Equal(0, await ReconcileAsync(KnowsScheduled));
    }

    [Fact]
    public async Task A_host_that_stops_ends_it_between_two_executions()
    {
        await OldAsync();
        await OldAsync();
        using var stopping = new CancellationTokenSource();
        var runner = new RunnerAccess(
            async (id, _) =>
            {
                _looked.Add(id);
                await stopping.CancelAsync();
                return new RunnerView(true, null);
            },
            (_, _) => Task.CompletedTask,
            (_, _) => Task.CompletedTask);
        await Assert.ThrowsAsync<OperationCanceledException>(() => Reconciler().ReconcileAsync(StatusClass.Active, runner, stopping.Token));
        Assert.Single(_looked);
    }

    [Fact]
    public async Task What_waits_for_its_turn_is_left_waiting_and_gets_the_place_of_one_that_ended_without_leaving()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await Starter().StartAsync(Limited(), ScheduleAsync, Cancel)).Id);
        }

        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, await ReconcileAsync(KnowsScheduled));
        Assert.Equal([ids[0]], _scheduled.Select(item => item.ExecutionId));
        Assert.Equal([ids[0]], _looked);

        // Its end was recorded, and then the process died.
        await SetStatusAsync(ids[0], ExecutionStatus.Succeeded);
        Assert.Equal(1, await ReconcileAsync(KnowsScheduled));
        Assert.Equal(ids[..2], _scheduled.Select(item => item.ExecutionId));
        Assert.Equal(0, await ReconcileAsync(KnowsScheduled));
    }

    [Fact]
    public async Task A_start_that_was_stored_but_never_came_before_the_gate_comes_now_and_one_that_was_admitted_is_scheduled()
    {
        var first = (await Starter().StartAsync(Limited(), (_, _) => Task.CompletedTask, Cancel)).Id;
        var ticket = new RunTicket(1, (await HeadAsync(first)).Ticket!.Place + 1);
        var second = await CreateAsync(head => head with { WorkflowId = "wf_1", Ticket = ticket }, Definition.Json);
        Time.Advance(TimeSpan.FromMinutes(1));

        // The first was admitted and the runner never had it; the second is not stored at the gate.
        Assert.Equal(2, await ReconcileAsync(KnowsScheduled));
        Assert.Equal([first], _scheduled.Select(item => item.ExecutionId));
        Assert.Equal(GateStanding.Waiting, await _gate.FindAsync(Tenant, "wf_1", new GateEntry(second, ticket), Cancel));
    }

    [Fact]
    public async Task One_that_the_runner_gave_up_or_that_was_cancelled_in_the_queue_makes_room()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await Starter().StartAsync(Limited(), ScheduleAsync, Cancel)).Id);
        }

        await SetStatusAsync(ids[1], ExecutionStatus.Cancelling);
        Time.Advance(TimeSpan.FromMinutes(1));
        await ReconcileAsync(id => id == ids[0] ? new RunnerView(true, "it failed") : KnowsScheduled(id));
        Assert.Equal(ExecutionStatus.Failed, (await HeadAsync(ids[0])).Status);
        Assert.Equal(ExecutionStatus.Cancelled, (await HeadAsync(ids[1])).Status);
        Assert.Equal([ids[0], ids[2]], _scheduled.Select(item => item.ExecutionId));
    }

    [Fact]
    public async Task A_cancellation_that_did_not_reach_the_orchestration_is_told_again()
    {
        var id = await OldAsync();
        await SetStatusAsync(id, ExecutionStatus.Cancelling);
        Assert.Equal(0, await ReconcileAsync(_ => new RunnerView(true, null)));
        Assert.Equal([id], _cancelled);
        Assert.Equal(ExecutionStatus.Cancelling, (await HeadAsync(id)).Status);
    }

    private static StartRequest Limited() => new()
    {
        Tenant = Tenant,
        WorkflowId = "wf_1",
        WorkflowVersion = 0,
        Definition = DefinitionHash.Of(new WorkflowDefinition { Settings = new WorkflowSettings { MaxConcurrentRuns = 1 } }),
        NodeCount = 0,
        Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
    };

    private Task ScheduleAsync(ExecuteWorkflowInput message, CancellationToken cancellationToken)
    {
        _scheduled.Add(message);
        return Task.CompletedTask;
    }

    private RunnerView KnowsScheduled(string id) => new(_scheduled.Exists(item => item.ExecutionId == id), null);

    private async Task<string> OldAsync()
    {
        var id = await CreateAsync();
        Time.Advance(TimeSpan.FromSeconds(10));
        return id;
    }

    private Task<int> ReconcileAsync(Func<string, RunnerView> look, StatusClass status = StatusClass.Active) =>
        Reconciler().ReconcileAsync(status, Runner(look), Cancel);

    private RunnerAccess Runner(Func<string, RunnerView> look) => new(
        (id, _) =>
        {
            _looked.Add(id);
            return Task.FromResult(look(id));
        },
        ScheduleAsync,
        (id, _) =>
        {
            _cancelled.Add(id);
            return Task.CompletedTask;
        });

    private ConcurrentRuns Runs() => new(_gate, Executions, new ExecutionCloser(Executions, Journal, Time));

    private ExecutionStarter Starter() => new(Executions, Runs(), Time);

    private ExecutionReconciler Reconciler(ExecutionStore? executions = null) => new(
        executions ?? Executions, Starter(), Runs(), new ExecutionCloser(Executions, Journal, Time), Time, new Logger<ExecutionReconciler>(new LoggerFactory([_logs])));
}
