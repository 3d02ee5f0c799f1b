using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Sandbox;
using Orcheo.Nodes.Schemas;

namespace Orcheo.Nodes.PythonCode;

/// <summary>Runs Python code in the sandbox.</summary>
/// <remarks>
/// Code that is cut off from the network touches nothing outside the run: it is pure, and runs again in a recorded replay. Where the
/// network is allowed, a run is an external call like another: recorded, and answered from the record.
/// </remarks>
internal sealed class PythonCodeNode(IPythonSandbox sandbox, SandboxPolicy policy) : Node<PythonCodeConfig>
{
    private const string CallKind = "python";

    /// <inheritdoc />
    public override NodeDescriptor Descriptor { get; } = new()
    {
        Type = "python_code",
        Name = "Python code",
        Category = "code",
        Description = "Runs a Python function in an isolated process and puts out what it returns.",
        ConfigSchema = SchemaGenerator.Generate<PythonCodeConfig>(),
        OutputSchema = SchemaGenerator.Any("What main returned, as JSON."),
        DefaultTimeoutSeconds = 30,
        TimeoutMarginSeconds = 30,
        Effect = policy.Network ? NodeEffect.Unsafe : NodeEffect.Pure,
        Check = config => PythonConfigCheck.Find(config, policy),
        LiteralMembers = SchemaGenerator.CodeMembers<PythonCodeConfig>(),
    };

    /// <inheritdoc />
    protected override async Task<NodeResult> RunAsync(PythonCodeConfig config, NodeContext context, CancellationToken cancellationToken)
    {
        var job = JobOf(config, context);
        if (!policy.Network)
        {
            var outcome = await RunAsync(job, context, cancellationToken);
            return new NodeResult { Output = outcome.Result, Usage = outcome.Usage };
        }

        NodeUsage? usage = null;
        var output = await context.Calls.CallAsync(
            new ExternalCall(CallKind, "python_code", RecordOf(job)),
            async cancel =>
            {
                var outcome = await RunAsync(job, context, cancel);
                usage = outcome.Usage;
                return outcome.Result;
            },
            cancellationToken);
        return new NodeResult { Output = output, Usage = usage };
    }

    private async Task<SandboxOutcome> RunAsync(SandboxJob job, NodeContext context, CancellationToken cancellationToken)
    {
        var outcome = await sandbox.RunAsync(job, line => context.Log.Write(LevelOf(line), line.Message), cancellationToken);
        if (outcome.LogsTruncated)
        {
            context.Log.Write("warning", "The code wrote more than the sandbox takes of its log; the rest was dropped.");
        }

        return outcome.Error is { } error ? throw PythonFailure.Of(outcome, error, context.Redactor) : outcome;
    }

    private SandboxJob JobOf(PythonCodeConfig config, NodeContext context) => new()
    {
        RunId = $"{context.ExecutionId}.{Guid.NewGuid():N}",
        Code = config.Code,
        Inputs = config.Inputs.ValueKind switch
        {
            JsonValueKind.Object => config.Inputs,
            JsonValueKind.Undefined => OrcheoJson.EmptyObject,
            _ => throw Misfit("$.inputs", $"an object is expected, not {ConfigError.Describe(config.Inputs)}"),
        },
        TimeoutSeconds = config.TimeoutSeconds,
        MemoryMb = config.MemoryMb,
        AllowedImports = config.AllowedImports ?? [],
    };

    /// <summary>What decides what comes back.</summary>
    private static JsonElement RecordOf(SandboxJob job) =>
        JsonSerializer.SerializeToElement(new { job.Code, job.Inputs }, OrcheoJson.Options);

    /// <summary>Events have no level above error.</summary>
    private static string LevelOf(SandboxLogLine line) => line.Level == "critical" ? "error" : line.Level;
}
