using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.UnitTests.Nodes.Running;

/// <summary>A node that does what the test says, and remembers its attempts.</summary>
internal sealed class FakeNode(Func<NodeContext, CancellationToken, Task<NodeResult>> run) : INode
{
    private int _calls;

    public int Calls => _calls;

    public NodeDescriptor Descriptor { get; } = new()
    {
        Type = "fake",
        Name = "Fake",
        Category = "action",
        Description = "For tests.",
        ConfigSchema = OrcheoJson.EmptyObject,
        OutputSchema = OrcheoJson.EmptyObject,
        Effect = NodeEffect.Pure,
    };

    public Task<NodeResult> RunAsync(NodeContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        return run(context, cancellationToken);
    }

    /// <summary>Fails the first <paramref name="failures"/> attempts; then puts out the number of the attempt.</summary>
    public static FakeNode FailingFirst(int failures, Func<NodeException> error) => new((context, _) =>
        context.Attempt <= failures
            ? Task.FromException<NodeResult>(error())
            : Task.FromResult(NodeResult.Of(JsonSerializer.SerializeToElement(context.Attempt))));
}
