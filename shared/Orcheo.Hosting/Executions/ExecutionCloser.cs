using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;
using Orcheo.Core.Telemetry;
using Orcheo.Hosting.Executions.Redaction;
using Orcheo.Hosting.Telemetry;

namespace Orcheo.Hosting.Executions;

/// <summary>Ends, cancels and parks executions.</summary>
public sealed class ExecutionCloser(
    ExecutionStore executions, ExecutionJournal journal, TimeProvider time, DeferredAnswers? answers = null, PersonalDataMasks? masks = null)
{
    private readonly EndInputs _endings = new(executions.Values);

    /// <summary>
    /// Records how an execution ended. Calling it again changes nothing. One whose cancellation was accepted ends as cancelled,
    /// whatever it came to meanwhile.
    /// </summary>
    /// <returns>The head as it now is.</returns>
    public async Task<ExecutionHead> CompleteAsync(CompleteExecutionInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = LogScope.Begin(input.ExecutionId);
        journal.Advanced(input.Tenant, input.ExecutionId, input.Seen);
        input = await _endings.CompleteAsync(input, cancellationToken);
        var result = await journal.AppendAsync(input.Tenant, input.ExecutionId, head => head.Status.HasEnded() ? null : End(head, AsItCounts(head, input)), cancellationToken);
        if (result.Written)
        {
            OrcheoMetrics.ExecutionEnded(result.Head);
            ExecutionSpans.Emit(result.Head);
        }
        else
        {
            // Ended by an earlier call, which a crash may have stopped before the lists were brought up to date.
            await journal.ReindexAsync(input.Tenant, result.Head, cancellationToken);
        }

        return result.Head;
    }

    /// <summary>Records that nothing runs until a durable timer fires.</summary>
    /// <returns>Whether to go on waiting: false when the execution is being cancelled, should the orchestration not have heard of it.</returns>
    public async Task<bool> MarkWaitingAsync(ExecutionReference execution, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(execution);
        var result = await journal.AppendAsync(
            execution.Tenant,
            execution.ExecutionId,
            head => head.Status == ExecutionStatus.Running ? new JournalBatch { Change = now => now with { Status = ExecutionStatus.Waiting } } : null,
            cancellationToken);
        return result.Head.Status != ExecutionStatus.Cancelling && !result.Head.Status.HasEnded();
    }

    /// <summary>Accepts a cancellation.</summary>
    /// <returns>The head, and whether it was accepted: false when the execution has ended.</returns>
    public async Task<(ExecutionHead Head, bool Accepted)> CancelAsync(ExecutionReference execution, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(execution);
        var result = await journal.AppendAsync(
            execution.Tenant,
            execution.ExecutionId,
            head => head.Status.HasEnded() || head.Status == ExecutionStatus.Cancelling
                ? null
                : new JournalBatch { Change = now => now with { Status = ExecutionStatus.Cancelling } },
            cancellationToken);
        return (result.Head, !result.Head.Status.HasEnded());
    }

    private static CompleteExecutionInput AsItCounts(ExecutionHead head, CompleteExecutionInput input) =>
        head.Status == ExecutionStatus.Cancelling && input.Status != ExecutionStatus.Cancelled
            ? input with
            {
                Status = ExecutionStatus.Cancelled,
                Output = OrcheoJson.Null,
                Error = new RunError(ErrorCodes.Cancelled, "The execution was cancelled."),
                Answer = null,
            }
            : input;

    private JournalBatch End(ExecutionHead head, CompleteExecutionInput input)
    {
        var now = time.GetUtcNow();
        var started = head.StartedAt ?? now;
        var events = input.Skipped.Select(node => EventPayloads.NodeSkipped(now, node)).ToList();
        if (input.Error is { NodeId: null } error)
        {
            // A failure that is no node's has no event yet.
            events.Add(EventPayloads.ExecutionFailed(now, error));
        }

        var answer = input.Answer is null ? null : answers?.Render(input.Answer);
        if (answer?.Error is { } unanswered)
        {
            events.Add(EventPayloads.AnswerFailed(now, unanswered));
        }

        events.Add(EventPayloads.ExecutionEnd(now, input.Status, input.Output, input.Error));
        return new JournalBatch
        {
            Events = masks?.Apply(input.MaskPersonalData, events) ?? events,
            Output = input.Output,
            Answer = answer,
            Change = before => before with
            {
                Status = input.Status,
                Error = input.Error,
                CompletedAt = now,
                Running = null,
                Stats = Count(before.Stats, input) with { DurationMs = Math.Max(0, (long)(now - started).TotalMilliseconds) },
            },
        };
    }

    private static ExecutionStats Count(ExecutionStats stats, CompleteExecutionInput input) => input.Counts is { } counts
        ? stats with
        {
            NodesSucceeded = counts.Succeeded,
            NodesFailed = counts.Failed,
            NodesSkipped = counts.Total - counts.Succeeded - counts.Failed,
        }
        : stats with { NodesSkipped = stats.NodesTotal - stats.NodesSucceeded - stats.NodesFailed };
}
