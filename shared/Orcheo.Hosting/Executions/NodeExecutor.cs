using Microsoft.Extensions.Logging;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Executions.Calls;
using Orcheo.Hosting.Executions.Redaction;
using Orcheo.Hosting.Telemetry;
using Orcheo.Nodes.Running;

namespace Orcheo.Hosting.Executions;

/// <summary>
/// Runs one node of an execution: renders its config, gives it its credential, runs it under time limit and retry policy, and records
/// what happened, without secrets. In a replay it may keep the result that another execution recorded, or answer its calls from there.
/// </summary>
/// <remarks>
/// At-least-once: a crash before the record is written runs the node again. Once its checkpoint is written, a repeated call answers
/// with the recorded result. Events, calls and checkpoint are one atomic batch.
/// </remarks>
public sealed class NodeExecutor(
    NodeCatalog catalog,
    ExecutionStore executions,
    ExecutionJournal journal,
    NodeRunner runner,
    ICredentialResolver credentials,
    IEventBroadcast broadcast,
    PersonalDataMasks masks,
    TimeProvider time,
    ILogger<NodeExecutor> logger)
{
    /// <summary>A node that takes longer is announced before it ends; it costs a commit of its own.</summary>
    private static readonly TimeSpan AnnounceAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>While somebody watches, sooner: at once to the eye, but not for nodes that end at once.</summary>
    private static readonly TimeSpan AnnounceWatchedAfter = TimeSpan.FromMilliseconds(20);

    private readonly NodePrograms _programs = new(catalog);
    private readonly NodeSecretsReader _secrets = new(credentials);
    private readonly NodeReuse _reuse = new(executions);
    private readonly NodeInputs _inputs = new(executions.Values);
    private readonly NodeRecorder _recorder = new(executions, journal, masks, time, logger);
    private readonly CancellationWatch _watch = new(executions, time);

    /// <summary>Runs the node, or answers with its recorded result.</summary>
    /// <param name="input">Which node, with the values that it refers to.</param>
    /// <param name="cancellationToken">The host is stopping, or the orchestration was terminated.</param>
    /// <exception cref="OperationCanceledException">Stopped by <paramref name="cancellationToken"/>; nothing is recorded.</exception>
    /// <exception cref="StorageException">The store cannot be reached; nothing is recorded.</exception>
    public async Task<RunNodeOutput> RunAsync(RunNodeInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        input = await _inputs.AssembleAsync(input, cancellationToken);
        var nodeId = input.Node.GetProperty("id").GetString()!;
        using var scope = LogScope.Begin(input.ExecutionId, nodeId);
        if (await RecordedAsync(input, nodeId, cancellationToken) is { } recorded)
        {
            return NodeRecorder.Answer(input, recorded);
        }

        journal.Advanced(input.Tenant, input.ExecutionId, input.Seen);
        var startedAt = input.StartedAt ?? time.GetUtcNow();
        using var trace = NodeTrace.Start(input, nodeId, startedAt);
        var record = new NodeRecord(nodeId, input, startedAt) { Trace = trace };
        var result = await _reuse.FindAsync(input, record, cancellationToken) ?? await RunAsync(input, record, cancellationToken);
        return result.WaitUntil is { } until
            ? await _recorder.WaitAsync(input, record, until, cancellationToken)
            : await _recorder.EndAsync(input, record, result, cancellationToken);
    }

    private async Task<Attempted> RunAsync(RunNodeInput input, NodeRecord record, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = ExecuteAsync(input, record, stop.Token);
        if (!work.IsCompleted && await Task.WhenAny(work, Task.Delay(AnnounceDelay(input), time, cancellationToken)) != work)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await AccompanyAsync(input, record, work, stop, cancellationToken);
        }

        var result = await work;
        if (!result.Ended)
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = Attempted.Stopped(await executions.GetHeadAsync(input.Tenant, input.ExecutionId, CancellationToken.None), record.NodeId);
        }

        return result;
    }

    private TimeSpan AnnounceDelay(RunNodeInput input) =>
        broadcast.IsWatched(input.Tenant, input.ExecutionId) ? AnnounceWatchedAfter : AnnounceAfter;

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
            input = await _inputs.ResolveAsync(input, cancellationToken);
            var program = _programs.Get(input.Checksum, record.NodeId, input.Node);
            record.Type = program.Definition.Type;
            var secrets = await _secrets.ReadAsync(input, program, cancellationToken);
            record.Redactor = secrets.Redactor;
            var calls = await CallsAsync(input, program, record, cancellationToken);
            var context = new NodeContext
            {
                ExecutionId = input.ExecutionId,
                NodeId = record.NodeId,
                Attempt = 1,
                Config = program.Render(input.Values),
                EntryValue = input.EntryValue ?? OrcheoJson.Null,
                StartedAt = record.StartedAt,
                ResumedFrom = input.ResumedFrom,
                Log = new NodeLog(record, time),
                Live = new NodeLive(broadcast, input, record, time),
                Credential = secrets.Credential,
                Calls = calls,
                Redactor = secrets.Redactor,
            };
            return await AttemptAsync(input, record, program, context, calls, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Attempted.Unfinished;
        }
        catch (OrcheoException exception) when (exception is not StorageException)
        {
            return Attempted.Failed(Attempted.ErrorOf(exception, record.NodeId, record.Redactor));
        }
    }

    private async Task<Attempted> AttemptAsync(
        RunNodeInput input, NodeRecord record, NodeProgram program, NodeContext context, NodeCalls calls, CancellationToken cancellationToken)
    {
        // Answers from the record are there at once: nothing gets better by waiting.
        var retry = input.RecordedIn is null ? input.Retry : input.Retry with { InitialIntervalSeconds = 0 };
        var run = await runner.RunAsync(
            record.Trace.Follow(program.Node),
            context,
            retry,
            TimeSpan.FromSeconds(input.TimeoutSeconds),
            (attempt, error, delay) =>
            {
                calls.Attempt = attempt + 1;
                var failure = Attempted.ErrorOf(error, record.NodeId, record.Redactor);
                record.Trace.FailAttempt(failure);
                record.Add(EventPayloads.AttemptFailed(time.GetUtcNow(), record.NodeId, failure, attempt, delay));
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        if (run.Error is not { } last)
        {
            var attempted = Attempted.Of(run.Result!, run.Attempts, record.Redactor);
            return OutputLimit.Excess(attempted.Outcome.Output, attempted.Outcome.Patch) is { } excess
                ? Attempted.Failed(new RunError(ErrorCodes.OutputTooLarge, excess, record.NodeId), run.Attempts, attempted.Usage)
                : attempted;
        }

        if (last is { Code: ErrorCodes.NodeFailed, InnerException: { } cause })
        {
            HostingLogs.NodeFailedUnexpectedly(logger, input.ExecutionId, record.NodeId, masks.Apply(input.MaskPersonalData, record.Redactor.Redact(cause.ToString())));
        }

        return Attempted.Failed(Attempted.ErrorOf(last, record.NodeId, record.Redactor), run.Attempts, last.Usage);
    }

    /// <summary>The door through which the node calls the world outside.</summary>
    private async ValueTask<NodeCalls> CallsAsync(RunNodeInput input, NodeProgram program, NodeRecord record, CancellationToken cancellationToken)
    {
        var answers = input.RecordedIn is { } source && program.Node.Descriptor.Effect != NodeEffect.Pure
            ? new RecordedAnswers(source, record.NodeId, await executions.GetCallsAsync(input.Tenant, source, record.NodeId, cancellationToken))
            : null;
        var calls = new NodeCalls(record.NodeId, record.Redactor, answers, time);
        record.Follow(calls);
        return calls;
    }

    /// <summary>Shows that the node runs, and stops it when it must be. Whatever fails, no work is left behind that runs on.</summary>
    private async Task AccompanyAsync(
        RunNodeInput input, NodeRecord record, Task work, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        try
        {
            await _recorder.AnnounceAsync(input, record, cancellationToken);
            await _watch.RunAsync(input, work, stop, () => _recorder.FlushAsync(input, record));
        }
        catch
        {
            // This call will be repeated: the node must not run beside its own repetition.
            await stop.CancelAsync();
            await work;
            throw;
        }
    }
}
