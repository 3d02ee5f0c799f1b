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
    private readonly AgentTools _tools;
    private readonly ModelPrices _prices;
    private readonly PersonalDataMasks _masks;
    private readonly AgentWork _work;
    private readonly AgentModelCalls _models;
    private readonly DurableRunner _runner;
    private readonly TimeProvider _time;
    private readonly NodePrograms _programs;
    private readonly AgentRuns _runs;
    private readonly NodeSecretsReader _secrets;
    private readonly NodeReuse _reuse;
    private readonly NodeInputs _inputs;
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
        DurableRunner durable,
        TimeProvider time,
        ILogger<AgentExecutor> logger)
    {
        _executions = executions;
        _journal = journal;
        _tools = tools;
        _prices = prices;
        _masks = masks;
        _runner = durable;
        _time = time;
        _programs = new NodePrograms(catalog);
        _runs = new AgentRuns(executions, _programs);
        _secrets = new NodeSecretsReader(credentials);
        _work = new AgentWork(executions, journal, masks, time);
        _models = new AgentModelCalls(_work, runner, _secrets, prices, masks, broadcast, time);
        _reuse = new NodeReuse(executions);
        _inputs = new NodeInputs(executions.Values);
        _recorder = new NodeRecorder(executions, journal, masks, time, logger);
    }

    /// <summary>Begins an agent: checks what it is set to, lists the tools of MCP servers, and keeps both for its steps.</summary>
    /// <param name="input">Which node, with the values that it refers to.</param>
    /// <param name="cancellationToken">The host is stopping.</param>
    /// <exception cref="StorageException">The store cannot be reached; nothing is recorded.</exception>
    public async Task<AgentBegun> BeginAsync(RunNodeInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        input = await _inputs.AssembleAsync(input, cancellationToken);
        var nodeId = input.Node.GetProperty("id").GetString()!;
        using var scope = LogScope.Begin(input.ExecutionId, nodeId);
        if (await _executions.GetCheckpointAsync(input.Tenant, input.ExecutionId, nodeId, cancellationToken) is { } recorded)
        {
            return new AgentBegun(NodeRecorder.Answer(input, recorded));
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
        (var claim, run) = await ClaimAsync(run, step, AgentSteps.BeforeModel(step.Turn), now => now.Has(step.Turn), cancellationToken);
        await using var held = claim;
        if (!run.Conversation.Has(step.Turn))
        {
            if (run.Conversation.Breach(_time.GetUtcNow() - run.Memo.StartedAt) is { } breach)
            {
                return new AgentTurnOutput { Error = breach };
            }

            if (await _models.CallAsync(run, step, cancellationToken) is { } early)
            {
                return early with { Error = Bounded(early.Error) };
            }

            run = await _runs.LoadAsync(step, cancellationToken);
        }

        var next = run.Conversation.Decide(step.Turn);
        return new AgentTurnOutput { Calls = Math.Min(next.Calls, AgentSteps.MaxToolCalls), Again = next.Again, Error = Bounded(next.Error) };
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
        (var claim, run) = await ClaimAsync(
            run, step, AgentSteps.BeforeTool(step.Turn, step.Tool), now => now.HasResult(step.Turn, step.Tool), cancellationToken);
        await using var held = claim;
        if (run.Conversation.HasResult(step.Turn, step.Tool))
        {
            return new AgentToolOutput();
        }

        var record = AgentWork.RecordOf(run);
        using var trace = record.Trace;
        var call = run.Conversation.ToolCall(step.Turn, step.Tool);
        var request = new ToolRequest(run, step, call, record, await _work.AnswersAsync(run.Input, run.NodeId, step.Turn, step.Tool, cancellationToken));
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
        var run = await _runs.LoadAsync(step, cancellationToken);
        if (await _executions.GetCheckpointAsync(step.Tenant, step.ExecutionId, step.NodeId, cancellationToken) is { } recorded)
        {
            return NodeRecorder.Answer(run.Input, recorded);
        }

        var record = AgentWork.RecordOf(run);
        using var trace = record.Trace;
        return await _recorder.EndAsync(run.Input, record, await OutcomeAsync(run, step, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Has a step to itself, where several workers may get the same one at once: the second waits for what the first records, so that no call
    /// is paid for twice. The embedded runner is one process that gives each step out once, and needs none of it.
    /// </summary>
    /// <returns>What lets the step go, null where there is nothing to make; and the agent as it is now.</returns>
    private async Task<(StepClaim? Claim, AgentRun Run)> ClaimAsync(
        AgentRun run, AgentStep step, int number, Func<AgentConversation, bool> isMade, CancellationToken cancellationToken)
    {
        if (_runner.IsEmbedded || run.Input.RecordedIn is not null || isMade(run.Conversation))
        {
            return (null, run);
        }

        var claim = await StepClaim.TakeAsync(
            _executions.Claims,
            new StepReference(step.Tenant, step.ExecutionId, step.NodeId, number),
            async () => isMade((await _runs.LoadAsync(step, cancellationToken)).Conversation),
            _time,
            cancellationToken);
        return (claim, await _runs.LoadAsync(step, cancellationToken));
    }

    private async Task<Attempted> OutcomeAsync(AgentRun run, AgentStep step, CancellationToken cancellationToken)
    {
        if (step.Stopped)
        {
            return Attempted.Stopped(await _executions.GetHeadAsync(step.Tenant, step.ExecutionId, cancellationToken), step.NodeId);
        }

        var (tokensIn, tokensOut) = run.Conversation.Tokens;
        var usage = new NodeUsage { TokensIn = tokensIn, TokensOut = tokensOut, Cost = _prices.CostOf(run.Settings.Model, tokensIn, tokensOut) };
        return (WholeError(run, step) ?? step.Error) is { } error
            ? Attempted.Failed(error with { NodeId = step.NodeId, Details = AgentReport.Details(run.Conversation, _prices, error.Details) }, usage: usage)
            : Attempted.Of(new NodeResult { Output = AgentReport.Output(run.Conversation, _prices), Usage = usage }, 1, NoRedaction.Instance);
    }

    /// <summary>The failure of the turn's model call with all that is recorded of it, where the step brings no more than its beginning.</summary>
    private static RunError? WholeError(AgentRun run, AgentStep step) =>
        step.Error is { } error && run.Conversation.Has(step.Turn) && run.Conversation.Decide(step.Turn).Error is { } whole && whole.Code == error.Code ? whole : null;

    private static RunError? Bounded(RunError? error) => error is null ? null : OutcomeBounds.Bound(error);

    private async Task<AgentBegun> PrepareAsync(RunNodeInput input, NodeRecord record, CancellationToken cancellationToken)
    {
        try
        {
            var whole = await _inputs.ResolveAsync(input, cancellationToken);
            var program = _programs.Get(whole.Checksum, record.NodeId, whole.Node);
            record.Redactor = (await _secrets.ReadAsync(input, program, cancellationToken)).Redactor;
            var calls = new NodeCalls(
                record.NodeId, record.Redactor, await _work.AnswersAsync(input, record.NodeId, 0, null, cancellationToken), _time, AgentSteps.BeforeModel(0));
            var settings = AgentRuns.Render(program, whole).Settings;
            var functions = await _work.WatchedAsync(input, stop => _tools.ListAsync(whole, settings, calls, stop), cancellationToken);
            var memo = new AgentMemo(input, record.StartedAt, functions);
            var batch = new JournalBatch
            {
                Events = _masks.Apply(input.MaskPersonalData, record.Opening()),
                Memo = new NodeMemo(record.NodeId, JsonSerializer.SerializeToElement(memo, OrcheoJson.Options)),
                Calls = calls.Ended(),
                Once = true,
                Change = head => NodeRecorder.Resume(head).WithRunning(record.NodeId, record.Run),
            };
            record.MarkAnnounced();
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

    private async Task<AgentToolOutput> CallToolAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        var (run, step) = (request.Run, request.Step);
        using var budget = _work.Budget(run);
        try
        {
            var call = await _work.WatchedAsync(run.Input, stop => _tools.CallAsync(request, stop), cancellationToken, budget.Token);
            request.Record.Add(AgentEvents.Tool(_time.GetUtcNow(), run.NodeId, step, request.Call, call));
            return new AgentToolOutput(Stopped: !await _work.RecordAsync(run.Input, request.Record, [call], null, cancellationToken));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Out of its time budget, the next turn says so; without a result, there will be none to make.
            return new AgentToolOutput(Stopped: !budget.IsCancellationRequested);
        }
        catch (NodeException exception)
        {
            return new AgentToolOutput(Error: Bounded(Attempted.ErrorOf(exception, run.NodeId, request.Record.Redactor)));
        }
    }
}
