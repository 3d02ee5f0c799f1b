using Orcheo.Core.Nodes;

namespace Orcheo.Nodes.Sandbox;

/// <summary>Where Python code runs, apart from this process. Thread-safe.</summary>
public interface IPythonSandbox
{
    /// <summary>Runs code to its end.</summary>
    /// <param name="job">The code, and what it is given.</param>
    /// <param name="log">Told of every line that the code writes, while it runs.</param>
    /// <param name="cancellationToken">Kills the run at once.</param>
    /// <returns>What the code came to, be it a failure.</returns>
    /// <exception cref="NodeException">The code did not run, or it is not known what it came to (ORC3029, ORC3007).</exception>
    Task<SandboxOutcome> RunAsync(SandboxJob job, Action<SandboxLogLine> log, CancellationToken cancellationToken);
}
