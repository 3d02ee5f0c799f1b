using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Sandbox;

/// <summary>Where the sandbox is. Thread-safe.</summary>
internal interface ISandboxTargets : ISandboxHealth
{
    /// <summary>Where the sandbox serves; waits for one that is starting.</summary>
    /// <param name="lost">A target that did not answer, so that this one is not given again; null at first.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NodeException">ORC3029: there is none, or it does not come up in time.</exception>
    ValueTask<SandboxTarget> GetAsync(SandboxTarget? lost, CancellationToken cancellationToken);
}

/// <summary>A sandbox that serves.</summary>
/// <param name="Address">Its address, ending in a slash.</param>
/// <param name="Key">The secret that requests bring along.</param>
/// <param name="IsRemote">Whether there is something between us and it that may hide that a connection was closed.</param>
internal sealed record SandboxTarget(Uri Address, string Key, bool IsRemote)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => Address.ToString();
}
