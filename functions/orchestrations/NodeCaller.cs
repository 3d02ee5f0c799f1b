using Microsoft.DurableTask;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Orchestrations;

/// <summary>Calls the activities of one run and tells its loop what they came to. Orchestrator code.</summary>
internal sealed class NodeCaller(
    TaskOrchestrationContext context, ExecuteWorkflowInput input, WorkflowPlan plan, SignalQueue signals, MessageSender sender) : IDisposable
{
    /// <summary>
    /// For failures of the platform, not of the node: an activity fails only when the store cannot be reached, and then nothing was
    /// recorded.
    /// </summary>
    internal static readonly TaskOptions PlatformRetry = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 6, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(30)));

    private readonly CancellationTokenSource _waits = new();

    /// <summary>The last sequence number that an outcome has told.</summary>
    private long _seen;

    /// <summary>In a replay from a node on: the nodes that run again. The others keep their recorded results.</summary>
    private readonly IReadOnlySet<string>? _again = input.Replay?.FromNodeId is { } from ? plan.DownstreamOf(from) : null;

    /// <summary>The nodes that run as orchestrations of their own, and have not ended.</summary>
    private readonly HashSet<string> _orchestrated = new(StringComparer.Ordinal);

    /// <summary>Ends every durable wait of this run, those of its nodes' orchestrations too.</summary>
    public void CancelWaits()
    {
        _waits.Cancel();
        foreach (var nodeId in _orchestrated.Order(StringComparer.Ordinal))
        {
            context.SendEvent(ExecutionOrchestration.InstanceOf(input.ExecutionId, nodeId), ExecutionOrchestration.CancelEvent, true);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _waits.Dispose();

    /// <summary>Ends the execution.</summary>
    public async Task CompleteAsync(CompleteExecutionInput end)
    {
        end = end with { Seen = _seen };
        if (await sender.SendAheadAsync(end, MessageSizes.Of(end)) is { } parts)
        {
            end = end with { Parts = parts, Output = OrcheoJson.Null, OutputOf = null, Error = null, ErrorStored = false, Skipped = [], Answer = null };
        }

        await context.CallActivityAsync(nameof(Activities.CompleteExecution), end, PlatformRetry);
    }

    /// <summary>Records that nothing runs until a timer fires.</summary>
    /// <returns>False when the execution is being cancelled. Histories of before this was answered hold no answer, and mean to go on.</returns>
    public async Task<bool> MarkWaitingAsync() => await context.CallActivityAsync<bool?>(
        nameof(Activities.MarkWaiting), new ExecutionReference(input.Tenant, input.ExecutionId), PlatformRetry) ?? true;

    /// <summary>Asks which edges are taken, and signals the answer. Never throws.</summary>
    public async Task AskAsync(EdgeQuestion question) =>
        signals.Post(new Signal(SignalKind.EdgesDecided, question.Node.Id, Question: question, Answer: await AnswerAsync(question)));

    /// <summary>Runs a node, through all its waits, and signals its outcome. Never throws.</summary>
    public async Task RunAsync(PlanNode node, ScopeMessage scope, IReadOnlyList<string> skipped)
    {
        var call = new RunNodeInput
        {
            Tenant = input.Tenant,
            ExecutionId = input.ExecutionId,
            WorkflowId = input.WorkflowId,
            WorkflowVersion = input.WorkflowVersion,
            Checksum = input.Checksum,
            Node = input.Bounded ? node.Stub : node.Json,
            Retry = node.Retry,
            TimeoutSeconds = node.TimeoutSeconds,
            Values = scope.Values,
            EntryValue = node.IsTrigger && !input.EntryStored ? input.EntryValue : null,
            Skipped = skipped,
            Credentials = plan.Credentials,
            ReuseFrom = _again?.Contains(node.Id) == false ? input.Replay!.ExecutionId : null,
            Pinned = input.Pinned?.Contains(node.Id) == true,
            RecordedIn = input.Replay is { Recorded: true } replay ? replay.ExecutionId : null,
            MaskPersonalData = plan.MasksPersonalData,
            Bounded = input.Bounded,
            NodeStored = input.Bounded && node.IsLarge,
            EntryOf = node.IsTrigger && input.EntryStored ? input.TriggerType : null,
            Stored = scope.Stored,
        };
        var outcome = await OutcomeAsync(node, call);
        _seen = Math.Max(_seen, outcome.Seq);
        signals.Post(new Signal(SignalKind.NodeEnded, node.Id, outcome));
    }

    private async Task<NodeOutcome> OutcomeAsync(PlanNode node, RunNodeInput call)
    {
        try
        {
            var output = await CallAsync(node, call);
            while (output.WaitUntil is { } until)
            {
                signals.Post(new Signal(SignalKind.NodeWaits, node.Id));
                try
                {
                    await context.CreateTimer(until.UtcDateTime, _waits.Token);
                }
                finally
                {
                    signals.Post(new Signal(SignalKind.NodeResumed, node.Id));
                }

                output = await CallAsync(node, call with { StartedAt = output.StartedAt, ResumedFrom = until, Skipped = [] });
            }

            return output.Outcome!;
        }
        catch (OperationCanceledException)
        {
            return Failed(new RunError(ErrorCodes.Cancelled, "The execution was stopped while the node waited.", node.Id));
        }
        catch (TaskFailedException exception)
        {
            var reason = exception.FailureDetails.ErrorMessage;
            return Failed(OutcomeBounds.Bound(new RunError(ErrorCodes.StorageUnavailable, $"The node could not be run: {reason}", node.Id)));
        }
    }

    private async Task<EdgeAnswer> AnswerAsync(EdgeQuestion question)
    {
        var ask = new DecideEdgesInput
        {
            Tenant = input.Tenant,
            ExecutionId = input.ExecutionId,
            Checksum = input.Checksum,
            NodeId = question.Node.Id,
            Failed = question.Failed,
            Handle = question.Handle,
            Values = question.Scope.Values,
            Stored = question.Scope.Stored,
        };
        try
        {
            if (await sender.SendAheadAsync(ask, MessageSizes.Of(ask)) is { } parts)
            {
                ask = ask with { Parts = parts, Values = OrcheoJson.EmptyObject, Stored = null };
            }

            return await context.CallActivityAsync<EdgeAnswer>(nameof(Activities.DecideEdges), ask, PlatformRetry);
        }
        catch (TaskFailedException exception)
        {
            var reason = exception.FailureDetails.ErrorMessage;
            return new EdgeAnswer("", OutcomeBounds.Bound(new RunError(ErrorCodes.StorageUnavailable, $"The edges could not be decided: {reason}", question.Node.Id)));
        }
    }

    private async Task<RunNodeOutput> CallAsync(PlanNode node, RunNodeInput call)
    {
        call = call with { Seen = _seen };
        if (await sender.SendAheadAsync(call, MessageSizes.Of(call)) is { } parts)
        {
            call = call with { Parts = parts, Node = node.Stub, Values = OrcheoJson.EmptyObject, Stored = null, EntryValue = null, Skipped = [], Credentials = [] };
        }

        return await (node.Orchestration is { } orchestration
            ? OrchestrateAsync(orchestration, node.Id, call)
            : context.CallActivityAsync<RunNodeOutput>(nameof(Activities.RunNode), call, PlatformRetry));
    }

    /// <summary>No retry: the orchestration's own calls are retried, and to begin it again would find nothing new.</summary>
    private async Task<RunNodeOutput> OrchestrateAsync(string orchestration, string nodeId, RunNodeInput call)
    {
        _orchestrated.Add(nodeId);
        try
        {
            var instance = new SubOrchestrationOptions(instanceId: ExecutionOrchestration.InstanceOf(input.ExecutionId, nodeId));
            return await context.CallSubOrchestratorAsync<RunNodeOutput>(orchestration, call, instance);
        }
        finally
        {
            _orchestrated.Remove(nodeId);
        }
    }

    private static NodeOutcome Failed(RunError error) => new() { Succeeded = false, Error = error };
}
