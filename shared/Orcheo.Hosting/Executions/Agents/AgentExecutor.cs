using System.Text.Json;
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
using Orcheo.Nodes.AiAgent;
using Orcheo.Nodes.Running;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>
/// Runs the steps of an <c>ai_agent</c> node: its beginning, a model call, a tool call, its end. What a step came to is one atomic
/// batch, written before the step answers: events, tokens, and the recorded call, which is at once the replay record and what a
/// repetition of the step answers with.
/// </summary>
/// <remarks>
/// At-least-once: a crash while a call is under way makes it again. One that is recorded is not made again, whether the orchestration
/// has heard of it or not.
/// </remarks>
public sealed class AgentExecutor
{
    private readonly ExecutionStore _executions;
    private readonly ExecutionJournal _journal;
    private readonly NodeRunner _runner;
    private readonly AgentTools _tools;
    private readonly ModelPrices _prices;
    private readonly PersonalDataMasks _masks;
    private readonly IEventBroadcast _broadcast;
    private readonly TimeProvider _time;
    private readonly NodePrograms _programs;
    private readonly AgentRuns _runs;
    private readonly NodeSecretsReader _secrets;
    private readonly NodeReuse _reuse;
    private readonly NodeRecorder _recorder;

    /// <summary>Creates the executor.</summary>
    public AgentExecutor(
        NodeCatalog catalog,
        ExecutionStore executions,
        ExecutionJournal journal,
        NodeRunner runner,
        AgentTools tools,
        ModelPrices prices,
        PersonalDataMasks masks,
        ICredentialResolver credentials,
        IEventBroadcast broadcast,
        TimeProvider time,
        ILogger<AgentExecutor> logger)
    {
        _executions = executions;
        _journal = journal;
        _runner = runner;
        _tools = tools;
        _prices = prices;
        _masks = masks;
        _broadcast = broadcast;
        _time = time;
        _programs = new NodePrograms(catalog);
        _runs = new AgentRuns(executions, _programs);
        _secrets = new NodeSecretsReader(credentials);
        _reuse = new NodeReuse(executions);
        _recorder = new NodeRecorder(executions, journal, masks, time, logger);
    }

    /// <summary>Begins an agent: checks what it is set to, lists the tools of MCP servers, and keeps both for its steps.</summary>
    /// <param name="input">Which node, with the values that it refers to.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    /// <exception cref="StorageException">The store cannot be reached; nothing is recorded.</exception>
    public async Task<AgentBegun> BeginAsync(RunNodeInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var nodeId = input.Node.GetProperty("id").GetString()!;
        using var scope = LogScope.Begin(input.ExecutionId, nodeId);
        if (await _executions.GetCheckpointAsync(input.Tenant, input.ExecutionId, nodeId, cancellationToken) is { } recorded)
        {
            return new AgentBegun(NodeRecorder.Answer(recorded));
        }

        var startedAt = input.StartedAt ?? _time.GetUtcNow();
        using var trace = NodeTrace.Start(input, nodeId, startedAt);
        var record = new NodeRecord(nodeId, input, startedAt) { Trace = trace };
        if (await _reuse.FindAsync(input, record, cancellationToken) is { } reused)
        {
            return new AgentBegun(await _recorder.EndAsync(input, record, reused, cancellationToken));
        }

        return await _executions.GetMemoAsync(input.Tenant, input.ExecutionId, nodeId, cancellationToken) is null
            ? await PrepareAsync(input, record, cancellationToken)
            : new AgentBegun();
    }

    /// <summary>Makes a turn's model call, or finds it recorded, and says what follows.</summary>
    /// <param name="step">Which turn.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    /// <exception cref="StorageException">The store cannot be reached; nothing is recorded.</exception>
    public async Task<AgentTurnOutput> TurnAsync(AgentStep step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        using var scope = LogScope.Begin(step.ExecutionId, step.NodeId);
        var run = await _runs.LoadAsync(step, cancellationToken);
        if (!run.Conversation.Has(step.Turn))
        {
            if (run.Conversation.Breach(_time.GetUtcNow() - run.Memo.StartedAt) is { } breach)
            {
                return new AgentTurnOutput { Error = breach };
            }

            if (await CallModelAsync(run, step, cancellationToken) is { } early)
            {
                return early;
            }

            run = await _runs.LoadAsync(step, cancellationToken);
        }

        var next = run.Conversation.Decide(step.Turn);
        return new AgentTurnOutput { Calls = Math.Min(next.Calls, AgentSteps.MaxToolCalls), Again = next.Again, Error = next.Error };
    }

    /// <summary>Makes a tool call and records its result, or finds it recorded.</summary>
    /// <param name="step">Which call of which turn.</param>
    /// <param name="schedule">Hands the execution of a workflow to the durable runner.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    /// <returns>What has to end before there is a result, if anything has.</returns>
    /// <exception cref="StorageException">The store cannot be reached; nothing is recorded.</exception>
    public async Task<AgentToolOutput> ToolAsync(AgentStep step, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        using var scope = LogScope.Begin(step.ExecutionId, step.NodeId);
        var run = await _runs.LoadAsync(step, cancellationToken);
        if (run.Conversation.HasResult(step.Turn, step.Tool))
        {
            return new AgentToolOutput();
        }

        var record = RecordOf(run);
        using var trace = record.Trace;
        var call = run.Conversation.ToolCall(step.Turn, step.Tool);
        var request = new ToolRequest(run, step, call, record, await AnswersAsync(run.Input, run.NodeId, step.Turn, step.Tool, cancellationToken));
        if (request.Answers is null && await _tools.StartAsync(request, schedule, cancellationToken) is { } started)
        {
            return new AgentToolOutput(started);
        }

        return await CallToolAsync(request, cancellationToken);
    }

    /// <summary>Records how the agent ended, as the end of any node is recorded.</summary>
    /// <param name="step">The last turn, and why there is no answer, if there is none.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    /// <exception cref="StorageException">The store cannot be reached; nothing is recorded.</exception>
    public async Task<RunNodeOutput> EndAsync(AgentStep step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(step);
        using var scope = LogScope.Begin(step.ExecutionId, step.NodeId);
        if (await _executions.GetCheckpointAsync(step.Tenant, step.ExecutionId, step.NodeId, cancellationToken) is { } recorded)
        {
            return NodeRecorder.Answer(recorded);
        }

        var run = await _runs.LoadAsync(step, cancellationToken);
        var record = RecordOf(run);
        using var trace = record.Trace;
        return await _recorder.EndAsync(run.Input, record, await OutcomeAsync(run, step, cancellationToken), cancellationToken);
    }

    private async Task<Attempted> OutcomeAsync(AgentRun run, AgentStep step, CancellationToken cancellationToken)
    {
        if (step.Stopped)
        {
            return Attempted.Stopped(await _executions.GetHeadAsync(step.Tenant, step.ExecutionId, cancellationToken), step.NodeId);
        }

        var (tokensIn, tokensOut) = run.Conversation.Tokens;
        var usage = new NodeUsage { TokensIn = tokensIn, TokensOut = tokensOut, Cost = _prices.CostOf(run.Settings.Model, tokensIn, tokensOut) };
        return step.Error is { } error
            ? Attempted.Failed(error with { NodeId = step.NodeId, Details = AgentReport.Details(run.Conversation, _prices, error.Details) }, usage: usage)
            : Attempted.Of(new NodeResult { Output = AgentReport.Output(run.Conversation, _prices), Usage = usage }, 1, NoRedaction.Instance);
    }

    private async Task<AgentBegun> PrepareAsync(RunNodeInput input, NodeRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var program = _programs.Get(input.Checksum, record.NodeId, input.Node);
            record.Redactor = (await _secrets.ReadAsync(input, program, cancellationToken)).Redactor;
            var calls = new NodeCalls(
                record.NodeId, record.Redactor, await AnswersAsync(input, record.NodeId, 0, null, cancellationToken), _time, AgentSteps.BeforeModel(0));
            var settings = AgentRuns.Render(program, input).Settings;
            var functions = await WatchedAsync(input, stop => _tools.ListAsync(input, settings, calls, stop), cancellationToken);
            var memo = new AgentMemo(input, record.StartedAt, functions);
            var batch = new JournalBatch
            {
                Events = _masks.Apply(input.MaskPersonalData, record.TakeOpening()),
                Memo = new NodeMemo(record.NodeId, JsonSerializer.SerializeToElement(memo, OrcheoJson.Options)),
                Calls = calls.Ended(),
                Once = true,
                Change = NodeRecorder.Resume,
            };
            var written = await _journal.AppendAsync(
                input.Tenant, input.ExecutionId, head => head.Status.HasEnded() ? null : batch, cancellationToken);
            return written.Head.Status.HasEnded()
                ? new AgentBegun(await StoppedAsync(input, record, cancellationToken))
                : new AgentBegun();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AgentBegun(await StoppedAsync(input, record, cancellationToken));
        }
        catch (OrcheoException exception) when (exception is not StorageException)
        {
            var failed = Attempted.Failed(Attempted.ErrorOf(exception, record.NodeId, record.Redactor));
            return new AgentBegun(await _recorder.EndAsync(input, record, failed, cancellationToken));
        }
    }

    private async Task<RunNodeOutput> StoppedAsync(RunNodeInput input, NodeRecord record, CancellationToken cancellationToken)
    {
        var head = await _executions.GetHeadAsync(input.Tenant, input.ExecutionId, cancellationToken);
        return await _recorder.EndAsync(input, record, Attempted.Stopped(head, record.NodeId), cancellationToken);
    }

    /// <summary>Makes and records a turn's model call, with its retries.</summary>
    /// <returns>What ends the agent without a record of the call; null when the call is recorded, well or not.</returns>
    private async Task<AgentTurnOutput?> CallModelAsync(AgentRun run, AgentStep step, CancellationToken cancellationToken)
    {
        var record = RecordOf(run);
        using var trace = record.Trace;
        using var budget = Budget(run);
        try
        {
            var secrets = await _secrets.ReadAsync(run.Input, run.Program, cancellationToken);
            record.Redactor = secrets.Redactor;
            var answers = await AnswersAsync(run.Input, run.NodeId, step.Turn, null, cancellationToken);
            var calls = new NodeCalls(run.NodeId, secrets.Redactor, answers, _time, AgentSteps.BeforeModel(step.Turn));
            var live = new LiveText(new NodeLive(_broadcast, run.Input, record, _time), _masks.Of(run.Input.MaskPersonalData), step.Turn);
            var context = ContextOf(run, record) with
            {
                Step = run.Conversation.RequestOf(step.Turn),
                Credential = secrets.Credential,
                Calls = calls,
                Redactor = secrets.Redactor,
                Live = live,
            };
            var result = await WatchedAsync(
                run.Input,
                stop => _runner.RunAsync(trace.Follow(run.Program.Node), context, RetryOf(run), TimeSpan.FromSeconds(run.Input.TimeoutSeconds), Retrying(record, calls, live), stop),
                cancellationToken,
                budget.Token);
            live.Flush();
            if (result.Error is { } failed)
            {
                trace.FailAttempt(Attempted.ErrorOf(failed, run.NodeId, record.Redactor));
            }

            return await RecordTurnAsync(run, step, record, Settled(calls.Ended(), result.Error), result.Error, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return budget.IsCancellationRequested
                ? new AgentTurnOutput { Error = run.Conversation.Breach(TimeSpan.MaxValue) }
                : new AgentTurnOutput { Stopped = true };
        }
        catch (OrcheoException exception) when (exception is not StorageException)
        {
            return new AgentTurnOutput { Error = Attempted.ErrorOf(exception, run.NodeId, record.Redactor) };
        }
    }

    private async Task<AgentTurnOutput?> RecordTurnAsync(
        AgentRun run, AgentStep step, NodeRecord record, IReadOnlyList<RecordedCall> calls, NodeException? error, CancellationToken cancellationToken)
    {
        if (calls is not [.., { } last])
        {
            // It failed before it called anybody, or the record that is replayed does not have the call.
            return new AgentTurnOutput { Error = Attempted.ErrorOf(error!, run.NodeId, record.Redactor) };
        }

        long tokensIn = 0, tokensOut = 0;
        if (error is null && !last.Truncated)
        {
            var usage = last.Response.GetProperty("usage");
            (tokensIn, tokensOut) = (usage.GetProperty("tokens_in").GetInt64(), usage.GetProperty("tokens_out").GetInt64());
            var cost = _prices.CostOf(run.Settings.Model, tokensIn, tokensOut);
            record.Add(AgentEvents.Turn(_time.GetUtcNow(), run.NodeId, step.Turn, last, cost));
        }

        // A recorded answer has cost nothing.
        var spent = run.Input.RecordedIn is null;
        return await RecordAsync(
            run.Input,
            record,
            calls,
            head => head with
            {
                Stats = head.Stats with { TokensIn = head.Stats.TokensIn + (spent ? tokensIn : 0), TokensOut = head.Stats.TokensOut + (spent ? tokensOut : 0) },
            },
            cancellationToken) ? null : new AgentTurnOutput { Stopped = true };
    }

    private async Task<AgentToolOutput> CallToolAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        var (run, step) = (request.Run, request.Step);
        using var budget = Budget(run);
        try
        {
            var call = await WatchedAsync(run.Input, stop => _tools.CallAsync(request, stop), cancellationToken, budget.Token);
            request.Record.Add(AgentEvents.Tool(_time.GetUtcNow(), run.NodeId, step, request.Call, call));
            return new AgentToolOutput(Stopped: !await RecordAsync(run.Input, request.Record, [call], null, cancellationToken));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Out of its time budget, the next turn says so; without a result, there will be none to make.
            return new AgentToolOutput(Stopped: !budget.IsCancellationRequested);
        }
        catch (NodeException exception)
        {
            return new AgentToolOutput(Error: Attempted.ErrorOf(exception, run.NodeId, request.Record.Redactor));
        }
    }

    /// <summary>Records a step, unless it is recorded already.</summary>
    /// <returns>False when the execution has ended meanwhile.</returns>
    private async Task<bool> RecordAsync(
        RunNodeInput input, NodeRecord record, IReadOnlyList<RecordedCall> calls, Func<ExecutionHead, ExecutionHead>? change, CancellationToken cancellationToken)
    {
        var batch = new JournalBatch { Events = _masks.Apply(input.MaskPersonalData, record.Take()), Calls = calls, Once = true, Change = change };
        var written = await _journal.AppendAsync(
            input.Tenant, input.ExecutionId, head => head.Status.HasEnded() ? null : batch, cancellationToken);
        return !written.Head.Status.HasEnded();
    }

    /// <summary>The calls with what the runner made of the last one's failure, e.g. that a time limit was behind it.</summary>
    private static IReadOnlyList<RecordedCall> Settled(IReadOnlyList<RecordedCall> calls, NodeException? error)
    {
        if (error?.Code == ErrorCodes.CallNotRecorded)
        {
            return [];
        }

        return error is not null && calls.Count > 0 && calls[^1] is { Error: { } told } last
            ? [.. calls.SkipLast(1), last with { Error = told with { Code = error.Code, Message = error.Code == told.Code ? told.Message : error.Message } }]
            : calls;
    }

    private NodeRetrying Retrying(NodeRecord record, NodeCalls calls, LiveText live) => (attempt, error, delay) =>
    {
        calls.Attempt = attempt + 1;
        live.Restart();
        var failure = Attempted.ErrorOf(error, record.NodeId, record.Redactor);
        record.Trace.FailAttempt(failure);
        record.Add(EventPayloads.AttemptFailed(_time.GetUtcNow(), record.NodeId, failure, attempt, delay));
        return ValueTask.CompletedTask;
    };

    /// <summary>Answers from the record are there at once: nothing gets better by waiting.</summary>
    private static NodeRetry RetryOf(AgentRun run) =>
        run.Input.RecordedIn is null ? run.Input.Retry : run.Input.Retry with { InitialIntervalSeconds = 0 };

    private async Task<RecordedAnswers?> AnswersAsync(RunNodeInput input, string nodeId, int turn, int? tool, CancellationToken cancellationToken) =>
        input.RecordedIn is { } source
            ? new RecordedAnswers(
                source, nodeId, [.. (await _executions.GetCallsAsync(input.Tenant, source, nodeId, cancellationToken)).Where(call => AgentSteps.Of(call.Seq) == (turn, tool))])
            : null;

    /// <summary>The record of a step. Its trace is to be disposed: of the node's span, only the last step leaves something.</summary>
    private static NodeRecord RecordOf(AgentRun run)
    {
        var record = new NodeRecord(run.NodeId, run.Input, run.Memo.StartedAt)
        {
            Type = run.Program.Definition.Type,
            Trace = NodeTrace.Start(run.Input, run.NodeId, run.Memo.StartedAt),
        };
        record.MarkAnnounced();
        return record;
    }

    private NodeContext ContextOf(AgentRun run, NodeRecord record) => new()
    {
        ExecutionId = run.Input.ExecutionId,
        NodeId = run.NodeId,
        Attempt = 1,
        Config = run.Config,
        StartedAt = run.Memo.StartedAt,
        Log = new NodeLog(record, _time),
    };

    /// <summary>Signalled when the agent's time budget is spent.</summary>
    private CancellationTokenSource Budget(AgentRun run)
    {
        if (run.Settings.MaxSeconds is not { } seconds)
        {
            return new CancellationTokenSource();
        }

        var left = TimeSpan.FromSeconds(seconds) - (_time.GetUtcNow() - run.Memo.StartedAt);
        return new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time);
    }

    /// <summary>Does work, and breaks it off when its execution is cancelled, has ended or is out of time.</summary>
    private async Task<T> WatchedAsync<T>(
        RunNodeInput input, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken, CancellationToken alsoStop = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, alsoStop);
        var task = work(stop.Token);
        try
        {
            await CancellationWatch.RunAsync(_executions, input, task, stop, _time);
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
