using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;

namespace Orcheo.Hosting.Executions;

/// <summary>Renders what trigger nodes answer with, once their runs have ended. Pure but for a memory of compiled nodes.</summary>
public sealed class DeferredAnswers(NodeCatalog catalog)
{
    private readonly NodePrograms _programs = new(catalog);

    /// <summary>Renders an answer. What fails in it is part of the result: the run itself has ended well.</summary>
    /// <returns>The answer; null when the node has nothing to say.</returns>
    public StoredAnswer? Render(DeferredAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var nodeId = answer.Node.GetProperty("id").GetString()!;
        try
        {
            return _programs.Get(answer.Checksum, nodeId, answer.Node).RenderDeferred(answer.Values) is { } config ? new StoredAnswer(config) : null;
        }
        catch (OrcheoException exception) when (exception is not StorageException)
        {
            return new StoredAnswer(null, new RunError(exception.Code, exception.Message, nodeId));
        }
    }
}
