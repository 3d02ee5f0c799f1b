using Orcheo.Core.Executions;
using Orcheo.Hosting.Executions.Calls;
using Orcheo.Hosting.Executions.Redaction;
using Orcheo.Hosting.Telemetry;
using Orcheo.Nodes.AiAgent;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>What the steps of agents have in common: they are watched, kept within their time, and recorded once.</summary>
internal sealed class AgentWork(ExecutionStore executions, ExecutionJournal journal, PersonalDataMasks masks, TimeProvider time)
{
    private readonly CancellationWatch _watch = new(executions, time);

    /// <summary>Records a step, unless it is recorded already.</summary>
    /// <returns>False when the execution has ended meanwhile.</returns>
    public async Task<bool> RecordAsync(
        RunNodeInput input, NodeRecord record, IReadOnlyList<RecordedCall> calls, Func<ExecutionHead, ExecutionHead>? change, CancellationToken cancellationToken)
    {
        var batch = new JournalBatch { Events = masks.Apply(input.MaskPersonalData, record.Take()), Calls = calls, Once = true, Change = change };
        var written = await journal.AppendAsync(
            input.Tenant, input.ExecutionId, head => head.Status.HasEnded() ? null : batch, cancellationToken);
        return !written.Head.Status.HasEnded();
    }

    /// <summary>In a recorded replay, where the answers of a step come from; null when its calls are made.</summary>
    public async Task<RecordedAnswers?> AnswersAsync(RunNodeInput input, string nodeId, int turn, int? tool, CancellationToken cancellationToken) =>
        input.RecordedIn is { } source
            ? new RecordedAnswers(
                source, nodeId, [.. (await executions.GetCallsAsync(input.Tenant, source, nodeId, cancellationToken)).Where(call => AgentSteps.Of(call.Seq) == (turn, tool))])
            : null;

    /// <summary>The record of a step. Its trace is to be disposed: of the node's span, only the last step leaves something.</summary>
    public static NodeRecord RecordOf(AgentRun run)
    {
        var record = new NodeRecord(run.NodeId, run.Input, run.Memo.StartedAt)
        {
            Type = run.Program.Definition.Type,
            Trace = NodeTrace.Start(run.Input, run.NodeId, run.Memo.StartedAt),
        };
        record.MarkAnnounced();
        return record;
    }

    /// <summary>Signalled when the agent's time budget is spent.</summary>
    public CancellationTokenSource Budget(AgentRun run)
    {
        if (run.Settings.MaxSeconds is not { } seconds)
        {
            return new CancellationTokenSource();
        }

        var left = TimeSpan.FromSeconds(seconds) - (time.GetUtcNow() - run.Memo.StartedAt);
        return new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
    }

    /// <summary>Does work, and breaks it off when its execution is cancelled, has ended or is out of time.</summary>
    public async Task<T> WatchedAsync<T>(
        RunNodeInput input, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken, CancellationToken alsoStop = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, alsoStop);
        var task = work(stop.Token);
        try
        {
            await _watch.RunAsync(input, task, stop);
        }
        catch
        {
            // This call will be repeated: the work must not go on beside its own repetition.
            await stop.CancelAsync();
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await task;
    }
}
