using System.Text.Json;
using Microsoft.DurableTask;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Orchestrations;

/// <summary>One execution under way. Orchestrator code: deterministic, single-threaded, no I/O.</summary>
internal sealed class WorkflowRun : IDisposable
{
    /// <summary>How long running nodes have to end by themselves after a cancellation or at the time limit.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly Signal Cancelled = new(SignalKind.Stop, Reason: new RunError(ErrorCodes.Cancelled, "The execution was cancelled."));

    private readonly TaskOrchestrationContext _context;
    private readonly ExecuteWorkflowInput _input;
    private readonly WorkflowPlan _plan;
    private readonly GraphRun _graph;
    private readonly SignalQueue _signals = new();
    private readonly NodeCaller _caller;
    private int _waiting;
    private bool _markedWaiting;
    private RunError? _stopReason;

    public WorkflowRun(TaskOrchestrationContext context, ExecuteWorkflowInput input, WorkflowPlan plan, MessageSender sender)
    {
        _context = context;
        _input = input;
        _plan = plan;
        var execution = JsonSerializer.SerializeToElement(
            new { id = input.ExecutionId, workflow_id = input.WorkflowId, workflow_version = input.WorkflowVersion }, OrcheoJson.Options);
        _graph = new GraphRun(plan, new RunContext(input.TriggerType, input.Trigger, input.Input, execution)
        {
            TriggerStored = input.TriggerStored,
            InputStored = input.InputStored,
        });
        _caller = new NodeCaller(context, input, plan, _signals, sender);
    }

    public void Dispose() => _caller.Dispose();

    public async Task RunAsync()
    {
        using var ended = new CancellationTokenSource();
        _ = WatchCancelAsync();
        _ = WatchTimeLimitAsync(ended.Token);
        Start(_graph.Start());
        while (_graph.HasRunning && await _signals.NextAsync() is { Kind: not SignalKind.GraceOver } signal)
        {
            Handle(signal, ended.Token);
            await MarkWaitingAsync();
        }

        _graph.SkipRemaining();
        // Not CancelAsync: that goes over the thread pool, which an orchestrator must not await.
        ended.Cancel();
        await CompleteAsync();
    }

    private void Handle(Signal signal, CancellationToken ended)
    {
        switch (signal.Kind)
        {
            case SignalKind.NodeEnded:
                Start(_graph.Complete(signal.NodeId!, signal.Outcome!));
                Ask(_graph.TakeQuestions());
                break;
            case SignalKind.EdgesDecided:
                Start(_graph.Decide(signal.Question!, signal.Answer!));
                break;
            case SignalKind.NodeWaits:
                _waiting++;
                break;
            case SignalKind.NodeResumed:
                _waiting--;
                _markedWaiting = false;
                break;
            default:
                Stop(signal.Reason!, ended);
                break;
        }
    }

    private void Start(IReadOnlyList<PlanNode> nodes)
    {
        foreach (var node in nodes)
        {
            _ = _caller.RunAsync(node, _graph.ValuesFor(node, ValueLimit), _graph.TakeSkipped());
        }
    }

    private void Ask(IReadOnlyList<EdgeQuestion> questions)
    {
        foreach (var question in questions)
        {
            _ = _caller.AskAsync(question);
        }
    }

    /// <summary>Nothing new starts; waits end now, running nodes have a grace period.</summary>
    private void Stop(RunError reason, CancellationToken ended)
    {
        if (_stopReason is not null)
        {
            return;
        }

        _stopReason = reason;
        _graph.StopStarting();
        _caller.CancelWaits();
        _ = SignalLaterAsync(_context.CurrentUtcDateTime + Grace, new Signal(SignalKind.GraceOver), ended);
    }

    private async Task MarkWaitingAsync()
    {
        if (_waiting > 0 && _waiting == _graph.Running.Count && !_graph.IsDeciding && !_markedWaiting && _stopReason is null)
        {
            _markedWaiting = true;
            if (!await _caller.MarkWaitingAsync())
            {
                // Cancelled before the orchestration was there to be told.
                _signals.Post(Cancelled);
            }
        }
    }

    /// <summary>Left waiting when the run ends: an orchestration that has ended takes no events, and ending the wait would cost an exception.</summary>
    private async Task WatchCancelAsync()
    {
        await _context.WaitForExternalEvent<bool>(ExecutionOrchestration.CancelEvent);
        _signals.Post(Cancelled);
    }

    private Task WatchTimeLimitAsync(CancellationToken ended) => _plan.Definition.Settings.TimeoutSeconds is { } seconds
        ? SignalLaterAsync(
            _context.CurrentUtcDateTime.AddSeconds(seconds),
            new Signal(SignalKind.Stop, Reason: new RunError(ErrorCodes.ExecutionTimeout, $"The execution took longer than its time limit of {seconds} s.")),
            ended)
        : Task.CompletedTask;

    private async Task SignalLaterAsync(DateTime at, Signal signal, CancellationToken ended)
    {
        try
        {
            await _context.CreateTimer(at, ended);
            _signals.Post(signal);
        }
        catch (OperationCanceledException)
        {
            // The run ended first.
        }
    }

    private Task CompleteAsync()
    {
        var error = _stopReason ?? _graph.Failure;
        var status = error switch
        {
            null => ExecutionStatus.Succeeded,
            { Code: ErrorCodes.Cancelled } when _stopReason is not null => ExecutionStatus.Cancelled,
            _ => ExecutionStatus.Failed,
        };
        var outputOf = status == ExecutionStatus.Succeeded && _input.Bounded ? _graph.StoredOutput(MessageLimits.Values) : null;
        return _caller.CompleteAsync(new CompleteExecutionInput
        {
            Tenant = _input.Tenant,
            ExecutionId = _input.ExecutionId,
            Status = status,
            Output = status == ExecutionStatus.Succeeded && outputOf is null ? _graph.Output() : OrcheoJson.Null,
            OutputOf = outputOf,
            Error = error,
            ErrorStored = _stopReason is null && _graph.FailureStored,
            Skipped = _graph.TakeSkipped(),
            Counts = _graph.Counts,
            Answer = status == ExecutionStatus.Succeeded && _input.Replay is null ? Answer() : null,
            MaskPersonalData = _plan.MasksPersonalData,
            AwaitedBy = AwaitedBy(),
        });
    }

    /// <summary>How much of values a message of this run brings; null for those of before messages were bounded.</summary>
    private int? ValueLimit => _input.Bounded ? MessageLimits.Values : null;

    /// <summary>The agent whose tool call this execution is.</summary>
    private string? AwaitedBy() => _input is { TriggerType: ExecutionTrigger.Agent, Replay: null }
        ? ExecutionOrchestration.InstanceOf(_input.Trigger.GetProperty("execution_id").GetString()!, _input.Trigger.GetProperty("node_id").GetString()!)
        : null;

    private DeferredAnswer? Answer() => _graph.DeferredAnswer(ValueLimit) is var (node, scope)
        ? new DeferredAnswer(_input.Checksum, _input.Bounded ? node.Stub : node.Json, scope.Values)
        {
            NodeStored = _input.Bounded && node.IsLarge,
            Stored = scope.Stored,
        }
        : null;
}
