using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Core.Telemetry;
using Orcheo.Hosting.Executions.Calls;
using Orcheo.Hosting.Executions.Redaction;
using Orcheo.Nodes.AiAgent;
using Orcheo.Nodes.Running;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>Makes and records the model calls of agents.</summary>
internal sealed class AgentModelCalls(
    AgentWork work, NodeRunner runner, NodeSecretsReader secretsReader, ModelPrices prices, PersonalDataMasks masks, IEventBroadcast broadcast, TimeProvider time)
{
    /// <summary>Makes and records a turn's model call, with its retries.</summary>
    /// <returns>What ends the agent without a record of the call; null when the call is recorded, well or not.</returns>
    public async Task<AgentTurnOutput?> CallAsync(AgentRun run, AgentStep step, CancellationToken cancellationToken)
    {
        var record = AgentWork.RecordOf(run);
        using var trace = record.Trace;
        using var budget = work.Budget(run);
        try
        {
            var secrets = await secretsReader.ReadAsync(run.Input, run.Program, cancellationToken);
            record.Redactor = secrets.Redactor;
            var answers = await work.AnswersAsync(run.Input, run.NodeId, step.Turn, null, cancellationToken);
            var calls = new NodeCalls(run.NodeId, secrets.Redactor, answers, time, AgentSteps.BeforeModel(step.Turn));
            var live = new LiveText(new NodeLive(broadcast, run.Input, record, time), masks.Of(run.Input.MaskPersonalData), step.Turn);
            var context = ContextOf(run, record) with
            {
                Step = run.Conversation.RequestOf(step.Turn),
                Credential = secrets.Credential,
                Calls = calls,
                Redactor = secrets.Redactor,
                Live = live,
            };
            var result = await work.WatchedAsync(
                run.Input,
                stop => runner.RunAsync(trace.Follow(run.Program.Node), context, RetryOf(run), TimeSpan.FromSeconds(run.Input.TimeoutSeconds), Retrying(record, calls, live), stop),
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
            var cost = prices.CostOf(run.Settings.Model, tokensIn, tokensOut);
            Measure(run, tokensIn, tokensOut, last);
            record.Add(AgentEvents.Turn(time.GetUtcNow(), run.NodeId, step.Turn, last, cost));
        }

        // A recorded answer has cost nothing.
        var spent = run.Input.RecordedIn is null;
        return await work.RecordAsync(
            run.Input,
            record,
            calls,
            head => head with
            {
                Stats = head.Stats with { TokensIn = head.Stats.TokensIn + (spent ? tokensIn : 0), TokensOut = head.Stats.TokensOut + (spent ? tokensOut : 0) },
            },
            cancellationToken) ? null : new AgentTurnOutput { Stopped = true };
    }

    private static void Measure(AgentRun run, long tokensIn, long tokensOut, RecordedCall call)
    {
        if (run.Input.RecordedIn is null)
        {
            OrcheoMetrics.ModelCalled(run.Settings.Model, tokensIn, tokensOut, TimeSpan.FromMilliseconds(call.DurationMs));
        }
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
        record.Add(EventPayloads.AttemptFailed(time.GetUtcNow(), record.NodeId, failure, attempt, delay));
        return ValueTask.CompletedTask;
    };

    /// <summary>Answers from the record are there at once: nothing gets better by waiting.</summary>
    private static NodeRetry RetryOf(AgentRun run) =>
        run.Input.RecordedIn is null ? run.Input.Retry : run.Input.Retry with { InitialIntervalSeconds = 0 };

    private NodeContext ContextOf(AgentRun run, NodeRecord record) => new()
    {
        ExecutionId = run.Input.ExecutionId,
        NodeId = run.NodeId,
        Attempt = 1,
        Config = run.Config,
        StartedAt = run.Memo.StartedAt,
        Log = new NodeLog(record, time),
    };
}
