using Microsoft.Azure.Functions.Worker;
using Orcheo.Core.Executions;
using Orcheo.Hosting.Executions;

namespace Orcheo.Orchestrations;

/// <summary>The steps of <see cref="ExecuteWorkflow"/> that touch the world. Each can be repeated without a second effect of its own.</summary>
public sealed class Activities(NodeExecutor executor, ExecutionCloser closer)
{
    /// <summary>Runs one node and records what it came to.</summary>
    [Function(nameof(RunNode))]
    public Task<RunNodeOutput> RunNode([ActivityTrigger] RunNodeInput input, CancellationToken cancellationToken) =>
        executor.RunAsync(input, cancellationToken);

    /// <summary>Records that nothing runs until a timer fires.</summary>
    [Function(nameof(MarkWaiting))]
    public Task MarkWaiting([ActivityTrigger] ExecutionReference input, CancellationToken cancellationToken) =>
        closer.MarkWaitingAsync(input, cancellationToken);

    /// <summary>Records how the execution ended.</summary>
    [Function(nameof(CompleteExecution))]
    public Task CompleteExecution([ActivityTrigger] CompleteExecutionInput input, CancellationToken cancellationToken) =>
        closer.CompleteAsync(input, cancellationToken);
}
