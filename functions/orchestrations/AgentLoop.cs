using Microsoft.DurableTask;
using Orcheo.Core.Executions;

namespace Orcheo.Orchestrations;

/// <summary>One agent under way. Orchestrator code: deterministic, single-threaded, no I/O.</summary>
internal sealed class AgentLoop(TaskOrchestrationContext context, RunNodeInput input) : IDisposable
{
    /// <summary>How long the end of a workflow is awaited before it is looked for: only a defect would keep it from being told.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _waits = new();
    private readonly AgentStep _step = new()
    {
        Tenant = input.Tenant,
        ExecutionId = input.ExecutionId,
        NodeId = input.Node.GetProperty("id").GetString()!,
        Turn = 0,
    };

    public void Dispose() => _waits.Dispose();

    public async Task<RunNodeOutput> RunAsync()
    {
        _ = WatchCancelAsync();
        return (await CallAsync<AgentBegun>(nameof(AgentActivities.BeginAgent), input)).Ended ?? await RunTurnsAsync();
    }

    private async Task<RunNodeOutput> RunTurnsAsync()
    {
        AgentStep? end = null;
        for (var turn = 1; end is null; turn++)
        {
            end = await RunTurnAsync(_step with { Turn = turn });
        }

        return await CallAsync<RunNodeOutput>(nameof(AgentActivities.EndAgent), end);
    }

    /// <summary>Makes a turn's model call and the tool calls that it asks for, side by side.</summary>
    /// <returns>The last step when the agent has come to its end; null when another turn follows.</returns>
    private async Task<AgentStep?> RunTurnAsync(AgentStep step)
    {
        var turn = await CallAsync<AgentTurnOutput>(nameof(AgentActivities.AgentTurn), step);
        if (turn.Calls == 0)
        {
            return turn.Again ? null : step with { Error = turn.Error, Stopped = turn.Stopped };
        }

        var results = await Task.WhenAll(Enumerable.Range(0, turn.Calls).Select(index => CallToolAsync(step with { Tool = index })));
        var ended = results.FirstOrDefault(result => result.Stopped || result.Error is not null);
        return ended is null ? null : step with { Error = ended.Error, Stopped = ended.Stopped };
    }

    private async Task<AgentToolOutput> CallToolAsync(AgentStep step)
    {
        while (true)
        {
            var result = await CallAsync<AgentToolOutput>(nameof(AgentActivities.AgentTool), step);
            if (result.Awaits is not { } execution)
            {
                return result;
            }

            if (!await EndsAsync(execution))
            {
                await context.CallActivityAsync(
                    nameof(AgentActivities.CancelAwaited), new ExecutionReference(step.Tenant, execution), NodeCaller.PlatformRetry);
                return new AgentToolOutput(Stopped: true);
            }
        }
    }

    /// <summary>Waits for the end of an execution.</summary>
    /// <returns>False when the agent is cancelled meanwhile.</returns>
    private async Task<bool> EndsAsync(string execution)
    {
        try
        {
            await context.WaitForExternalEvent<bool>(ExecutionOrchestration.EndedEvent(execution), LookAgain, _waits.Token);
        }
        catch (OperationCanceledException)
        {
            // Told nothing for long, or cancelled.
        }

        return !_waits.IsCancellationRequested;
    }

    /// <summary>Left waiting when the agent ends.</summary>
    private async Task WatchCancelAsync()
    {
        await context.WaitForExternalEvent<bool>(ExecutionOrchestration.CancelEvent);

        // Not CancelAsync: that goes over the thread pool, which an orchestrator must not await.
        _waits.Cancel();
    }

    private Task<T> CallAsync<T>(string activity, object argument) => context.CallActivityAsync<T>(activity, argument, NodeCaller.PlatformRetry);
}
