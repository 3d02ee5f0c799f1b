using Microsoft.Extensions.Logging;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Executions.Redaction;

namespace Orcheo.Hosting.Executions;

/// <summary>Writes what happens to a node into its execution, and answers with it.</summary>
internal sealed class NodeRecorder(ExecutionStore executions, ExecutionJournal journal, PersonalDataMasks masks, TimeProvider time, ILogger logger)
{
    /// <summary>Makes a node that takes its time visible as running.</summary>
    public async Task AnnounceAsync(RunNodeInput input, NodeRecord record, CancellationToken cancellationToken)
    {
        var pending = record.Pending();
        if (!record.Announced || (!record.Writes && pending.Count > 0))
        {
            await journal.AppendUnlessEndedAsync(
                input.Tenant,
                input.ExecutionId,
                record.NodeId,
                head => head.Status.HasEnded() ? null : Announcement(head, input, record, pending),
                cancellationToken);
            record.MarkAnnounced();
            record.Writes = true;
            record.Drop(pending.Count);
        }
    }

    /// <summary>Writes what a running node has logged since. When the store fails, it is written the next time.</summary>
    public async Task FlushAsync(RunNodeInput input, NodeRecord record)
    {
        var pending = record.Pending();
        if (pending.Count == 0)
        {
            return;
        }

        try
        {
            if (!record.Writes)
            {
                // Resumed after a wait: the run before it was the one that wrote.
                await AnnounceAsync(input, record, CancellationToken.None);
                return;
            }

            var batch = new JournalBatch { Events = masks.Apply(input.MaskPersonalData, pending) };
            var result = await journal.AppendAsync(
                input.Tenant, input.ExecutionId, head => !head.Status.HasEnded() && Writes(record, head) ? batch : null, CancellationToken.None);
            record.Drop(result.Written ? pending.Count : 0);
        }
        catch (StorageException)
        {
            // The node goes on: it must not run twice for its log.
        }
    }

    /// <summary>Records that the node waits.</summary>
    public async Task<RunNodeOutput> WaitAsync(RunNodeInput input, NodeRecord record, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await AnnounceAsync(input, record, cancellationToken);
        await FlushAsync(input, record);
        record.Trace.Wait();
        return new RunNodeOutput { WaitUntil = until, StartedAt = record.StartedAt };
    }

    /// <summary>Records how the node ended: events, calls and checkpoint in one batch.</summary>
    public async Task<RunNodeOutput> EndAsync(RunNodeInput input, NodeRecord record, Attempted attempted, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var outcome = attempted.Outcome;
        var checkpoint = CheckpointOf(input, record, attempted, now);
        var calls = record.Calls();
        var written = await journal.AppendAsync(
            input.Tenant,
            input.ExecutionId,
            head => head.Status.HasEnded() ? null : new JournalBatch
            {
                Events = masks.Apply(input.MaskPersonalData, record.Close(now, attempted, record.Announced || IsRunning(record, head))),
                Checkpoint = checkpoint,
                Calls = calls,
                Change = before => Count(Resume(before), outcome).WithoutRunning(record.NodeId),
            },
            cancellationToken);
        if (written.Written)
        {
            record.Trace.End(attempted, now);
            return new RunNodeOutput { Outcome = Bounded(input, outcome with { Seq = written.LastSeq }), StartedAt = record.StartedAt };
        }

        // Another run of this node was faster, or the execution was closed over it (a forced cancellation).
        HostingLogs.NodeResultDropped(logger, input.ExecutionId, record.NodeId, written.Head.Status);
        return await executions.GetCheckpointAsync(input.Tenant, input.ExecutionId, record.NodeId, cancellationToken) is { } recorded
            ? Answer(input, recorded)
            : new RunNodeOutput { Outcome = Attempted.Stopped(written.Head, record.NodeId).Outcome };
    }

    /// <summary>The answer of a node that is recorded already.</summary>
    public static RunNodeOutput Answer(RunNodeInput input, Checkpoint recorded) => new() { Outcome = Bounded(input, Attempted.OutcomeOf(recorded)) };

    private static NodeOutcome Bounded(RunNodeInput input, NodeOutcome outcome) => input.Bounded ? OutcomeBounds.Bound(outcome) : outcome;

    private static Checkpoint CheckpointOf(RunNodeInput input, NodeRecord record, Attempted attempted, DateTimeOffset now) => new()
    {
        Id = OrcheoId.New(OrcheoId.Checkpoint, now),
        ExecutionId = input.ExecutionId,
        NodeId = record.NodeId,
        Seq = 0,
        Ts = now,
        Succeeded = attempted.Outcome.Succeeded,
        Output = attempted.Outcome.Output,
        Patch = attempted.Outcome.Patch,
        Handle = attempted.Outcome.Handle,
        Error = attempted.Outcome.Error,
        Attempt = attempted.Attempts,
    };

    /// <summary>
    /// What makes a node visible as running. A run of it before this one, which a crash has cut short or which goes on elsewhere, may have
    /// recorded its start; whoever began last writes what the node logs.
    /// </summary>
    private JournalBatch Announcement(ExecutionHead head, RunNodeInput input, NodeRecord record, IReadOnlyList<PendingEvent> pending) => new()
    {
        Events = masks.Apply(input.MaskPersonalData, record.Announced || IsRunning(record, head) ? pending : [.. record.Opening(), .. pending]),
        Change = before => Resume(before).WithRunning(record.NodeId, record.Run),
    };

    private static bool IsRunning(NodeRecord record, ExecutionHead head) => head.Running?.ContainsKey(record.NodeId) == true;

    /// <summary>Whether this run of the node is the one that writes what it logs.</summary>
    private static bool Writes(NodeRecord record, ExecutionHead head) =>
        head.Running is { } running && running.TryGetValue(record.NodeId, out var run) && run == record.Run;

    internal static ExecutionHead Resume(ExecutionHead head) =>
        head.Status == ExecutionStatus.Waiting ? head with { Status = ExecutionStatus.Running } : head;

    private static ExecutionHead Count(ExecutionHead head, NodeOutcome outcome) => head with
    {
        Stats = outcome.Succeeded
            ? head.Stats with { NodesSucceeded = head.Stats.NodesSucceeded + 1 }
            : head.Stats with { NodesFailed = head.Stats.NodesFailed + 1 },
    };
}
