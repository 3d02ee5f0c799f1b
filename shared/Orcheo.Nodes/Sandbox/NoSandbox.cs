using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;

namespace Orcheo.Nodes.Sandbox;

/// <summary>For processes that neither start a sandbox nor know of one: says so.</summary>
internal sealed class NoSandbox : IPythonSandbox
{
    /// <inheritdoc />
    public Task<SandboxOutcome> RunAsync(SandboxJob job, Action<SandboxLogLine> log, CancellationToken cancellationToken) =>
        throw new NodeException(
            ErrorCodes.SandboxUnavailable,
            "Python code cannot run: this process starts no sandbox, and Orcheo__Sandbox__Url names none.");
}
