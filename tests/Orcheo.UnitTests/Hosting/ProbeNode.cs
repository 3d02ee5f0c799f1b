using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.UnitTests.Hosting;

/// <summary>A node type of an extension, as the catalogue takes them: running it twice has two effects, which it counts.</summary>
internal sealed class ProbeNode : INode
{
    private int _calls;

    public int Calls => _calls;

    /// <summary>What an attempt does.</summary>
    public Func<NodeContext, CancellationToken, Task<NodeResult>> Run { get; set; } = (_, _) => Task.FromResult(NodeResult.Of(OrcheoJson.Null));

    /// <summary>Completes when an attempt has begun that waits for its cancellation.</summary>
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public NodeDescriptor Descriptor { get; } = new()
    {
        Type = "probe",
        Name = "Probe",
        Category = "action",
        Description = "For tests.",
        ConfigSchema = OrcheoJson.EmptyObject,
        OutputSchema = OrcheoJson.EmptyObject,
        CredentialTypes = ["bearer_token"],
        Effect = NodeEffect.Unsafe,
    };

    public Task<NodeResult> RunAsync(NodeContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return Run(context, cancellationToken);
    }

    /// <summary>Waits until it is cancelled, and then stops at once.</summary>
    public async Task<NodeResult> WaitAsync(NodeContext context, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<NodeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => cancelled.TrySetCanceled(cancellationToken));
        Begun.TrySetResult();
        return await cancelled.Task;
    }
}
