namespace Orcheo.Hosting.Sandbox;

/// <summary>For processes that neither start a sandbox nor know of one.</summary>
internal sealed class AbsentSandbox : ISandboxTargets
{
    private const string Reason = "This process starts no sandbox for Python code, and Orcheo__Sandbox__Url names none.";

    /// <inheritdoc />
    public ValueTask<SandboxHealth> CheckAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new SandboxHealth("unavailable", "none", Message: Reason));

    /// <inheritdoc />
    public ValueTask<SandboxTarget> GetAsync(SandboxTarget? lost, CancellationToken cancellationToken) =>
        throw SandboxFailure.Unavailable(Reason, retryable: false);
}
