namespace Orcheo.Hosting.Sandbox;

/// <summary>Tells how the sandbox is.</summary>
public interface ISandboxHealth
{
    /// <summary>How the sandbox is; quick, and never fails for a sandbox that does not answer.</summary>
    /// <param name="cancellationToken">Stops the question.</param>
    ValueTask<SandboxHealth> CheckAsync(CancellationToken cancellationToken);
}
