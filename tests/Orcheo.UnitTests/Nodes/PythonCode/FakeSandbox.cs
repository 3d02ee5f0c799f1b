using Orcheo.Nodes.Sandbox;

namespace Orcheo.UnitTests.Nodes.PythonCode;

/// <summary>Answers with what the test says, and keeps the jobs.</summary>
internal sealed class FakeSandbox(SandboxOutcome outcome, params SandboxLogLine[] lines) : IPythonSandbox
{
    public List<SandboxJob> Jobs { get; } = [];

    public Task<SandboxOutcome> RunAsync(SandboxJob job, Action<SandboxLogLine> log, CancellationToken cancellationToken)
    {
        Jobs.Add(job);
        Array.ForEach(lines, log);
        return Task.FromResult(outcome);
    }
}
