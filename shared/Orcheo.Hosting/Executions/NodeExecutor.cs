using Microsoft.Extensions.Logging;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Nodes.Running;

namespace Orcheo.Hosting.Executions;

/// <summary>
/// Runs one node of an execution: renders its config, runs it under time limit and retry policy, and records what happened.
/// </summary>
/// <remarks>
/// At-least-once: a crash before the record is written runs the node again. Once its checkpoint is written, a repeated call answers
/// with the recorded result. Events and checkpoint are one atomic batch.
/// </remarks>
public sealed class NodeExecutor(
    NodeCatalog catalog,
    ExecutionStore executions,
    ExecutionJournal journal,
    NodeRunner runner,
    TimeProvider time,
    ILogger<NodeExecutor> logger)
{
    /// <summary>A node that takes longer is announced before it ends.</summary>
    private static readonly TimeSpan AnnounceAfter = TimeSpan.FromMilliseconds(100);

    private readonly NodePrograms _programs = new(catalog);

    /// <summary>Runs the node, or answers with its recorded result.</summary>
    /// <param name="input">Which node, with the values that it refers to.</param>
    /// <param name="cancellationToken">The host is stopping, or the orchestration was terminated.</param>
    /// <exception cref="OperationCanceledException">Stopped by <paramref name="cancellationToken"/>; nothing is recorded.</exception>
    public async Task<RunNodeOutput> RunAsync(RunNodeInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var nodeId = input.Node.GetProperty("id").GetString()!;
        if (await RecordedAsync(input, nodeId, cancellationToken) is { } recorded)
        {
            return Answer(recorded);
        }

        var record = new NodeRecord(nodeId, input, input.StartedAt ?? time.GetUtcNow());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = ExecuteAsync(input, record, stop.Token);
        if (!work.IsCompleted && await Task.WhenAny(work, Task.Delay(AnnounceAfter, time, cancellationToken)) != work)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await AccompanyAsync(input, record, work, stop, cancellationToken);
        }

        var result = await work;
        if (!result.Ended)
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = Stopped(await executions.GetHeadAsync(input.Tenant, input.ExecutionId, CancellationToken.None), nodeId);
        }

        return result.WaitUntil is { } until
            ? await WaitAsync(input, record, until, cancellationToken)
            : await RecordAsync(input, record, result, cancellationToken);
    }

    /// <summary>
    /// What the node came to in an earlier run that a crash has cut off from its orchestration. Nodes without effect need not ask
    /// beforehand: they come to the same, and the journal refuses the second checkpoint.
    /// </summary>
    private Task<Checkpoint?> RecordedAsync(RunNodeInput input, string nodeId, CancellationToken cancellationToken) =>
        catalog.Find(input.Node.GetProperty("type").GetString()!)?.Descriptor.Effect == NodeEffect.Pure
            ? Task.FromResult<Checkpoint?>(null)
            : executions.GetCheckpointAsync(input.Tenant, input.ExecutionId, nodeId, cancellationToken);

    private async Task<Attempted> ExecuteAsync(RunNodeInput input, NodeRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var program = _programs.Get(input.Checksum, record.NodeId, input.Node);
            record.Type = program.Definition.Type;
            var context = new NodeContext
            {
                ExecutionId = input.ExecutionId,
                NodeId = record.NodeId,
                Attempt = 1,
                Config = program.Render(input.Values),
                EntryValue = input.EntryValue ?? Core.Json.OrcheoJson.Null,
                StartedAt = record.StartedAt,
                ResumedFrom = input.ResumedFrom,
                Log = new NodeLog(record, time),
            };
            var run = await runner.RunAsync(
                program.Node,
                context,
                input.Retry,
                TimeSpan.FromSeconds(input.TimeoutSeconds),
                (attempt, error, delay) =>
                {
                    record.Add(EventPayloads.AttemptFailed(time.GetUtcNow(), record.NodeId, ErrorOf(error, record.NodeId), attempt, delay));
                    return ValueTask.CompletedTask;
                },
                cancellationToken);
            return run.Error is { } failure ? Attempted.Failed(ErrorOf(failure, record.NodeId), run.Attempts) : Attempted.Of(run.Result!, run.Attempts);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Attempted.Unfinished;
        }
        catch (OrcheoException exception)
        {
            return Attempted.Failed(ErrorOf(exception, record.NodeId), 1);
        }
    }

    /// <summary>Shows that the node runs, and stops it when it must be. Whatever fails, no work is left behind that runs on.</summary>
    private async Task AccompanyAsync(
        RunNodeInput input, NodeRecord record, Task work, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        try
        {
            await AnnounceAsync(input, record, cancellationToken);
            await CancellationWatch.RunAsync(executions, input, work, stop, time);
        }
        catch
        {
            // This call will be repeated: the node must not run beside its own repetition.
            await stop.CancelAsync();
            await work;
            throw;
        }
    }

    /// <summary>Makes a node that takes its time visible as running.</summary>
    private Task AnnounceAsync(RunNodeInput input, NodeRecord record, CancellationToken cancellationToken) =>
        record.Announced
            ? Task.CompletedTask
            : journal.AppendAsync(
                input.Tenant,
                input.ExecutionId,
                head => head.Status.HasEnded() ? null : new JournalBatch { Events = record.TakeOpening(), Change = Resume },
                cancellationToken);

    private async Task<RunNodeOutput> WaitAsync(RunNodeInput input, NodeRecord record, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await AnnounceAsync(input, record, cancellationToken);
        return new RunNodeOutput { WaitUntil = until, StartedAt = record.StartedAt };
    }

    private async Task<RunNodeOutput> RecordAsync(RunNodeInput input, NodeRecord record, Attempted attempted, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var outcome = attempted.Outcome;
        var events = record.Close(now, outcome, attempted.Attempts);
        var checkpoint = new Checkpoint
        {
            Id = OrcheoId.New(OrcheoId.Checkpoint, now),
            ExecutionId = input.ExecutionId,
            NodeId = record.NodeId,
            Seq = 0,
            Ts = now,
            Succeeded = outcome.Succeeded,
            Output = outcome.Output,
            Patch = outcome.Patch,
            Handle = outcome.Handle,
            Error = outcome.Error,
            Attempt = attempted.Attempts,
        };
        var written = await journal.AppendAsync(
            input.Tenant,
            input.ExecutionId,
            head => head.Status.HasEnded()
                ? null
                : new JournalBatch { Events = events, Checkpoint = checkpoint, Change = now => Count(Resume(now), outcome) },
            cancellationToken);
        if (written.Written)
        {
            return new RunNodeOutput { Outcome = outcome with { Seq = written.LastSeq }, StartedAt = record.StartedAt };
        }

        // Another run of this node was faster, or the execution was closed over it (a forced cancellation).
        HostingLogs.NodeResultDropped(logger, input.ExecutionId, record.NodeId, written.Head.Status);
        return await executions.GetCheckpointAsync(input.Tenant, input.ExecutionId, record.NodeId, cancellationToken) is { } recorded
            ? Answer(recorded)
            : new RunNodeOutput { Outcome = Stopped(written.Head, record.NodeId).Outcome };
    }

    private static RunNodeOutput Answer(Checkpoint recorded) => new()
    {
        Outcome = new NodeOutcome
        {
            Succeeded = recorded.Succeeded,
            Output = recorded.Output,
            Patch = recorded.Patch,
            Handle = recorded.Handle,
            Error = recorded.Error,
            Seq = recorded.Seq,
        },
    };

    private static Attempted Stopped(ExecutionHead? head, string nodeId) =>
        head is { Status: not (ExecutionStatus.Cancelling or ExecutionStatus.Cancelled) }
            ? Attempted.Failed(new RunError(ErrorCodes.ExecutionTimeout, "The execution's time limit was reached while the node ran.", nodeId), 1)
            : Attempted.Failed(new RunError(ErrorCodes.Cancelled, "The execution was cancelled while the node ran.", nodeId), 1);

    private static ExecutionHead Resume(ExecutionHead head) =>
        head.Status == ExecutionStatus.Waiting ? head with { Status = ExecutionStatus.Running } : head;

    private static ExecutionHead Count(ExecutionHead head, NodeOutcome outcome) => head with
    {
        Stats = outcome.Succeeded
            ? head.Stats with { NodesSucceeded = head.Stats.NodesSucceeded + 1 }
            : head.Stats with { NodesFailed = head.Stats.NodesFailed + 1 },
    };

    private static RunError ErrorOf(OrcheoException exception, string nodeId) =>
        new(exception.Code, exception.Message, nodeId, Details: (exception as NodeException)?.Details);

    /// <summary>What running the node came to, before it is recorded.</summary>
    private sealed record Attempted(NodeOutcome Outcome, int Attempts, DateTimeOffset? WaitUntil, bool Ended)
    {
        public static Attempted Unfinished { get; } = new(new NodeOutcome { Succeeded = false }, 1, null, false);

        public static Attempted Failed(RunError error, int attempts) => new(new NodeOutcome { Succeeded = false, Error = error }, attempts, null, true);

        public static Attempted Of(NodeResult result, int attempts) => new(
            new NodeOutcome { Succeeded = true, Output = result.Output, Patch = result.Patch, Handle = result.Handle },
            attempts,
            result.WaitUntil,
            true);
    }
}
