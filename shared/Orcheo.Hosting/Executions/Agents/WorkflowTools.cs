using System.Globalization;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Workflows;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>
/// Runs workflows as tools: each call is an execution of its own, with an id derived from the call, so that a call that is repeated
/// after a crash finds the same execution.
/// </summary>
public sealed class WorkflowTools(RunnableWorkflows workflows, ExecutionStarter starter, ExecutionStore executions)
{
    /// <summary>How deep agents may run workflows with agents: one that runs itself would never end.</summary>
    private const int MaxDepth = 8;

    /// <summary>Starts the execution of a call, unless it has ended already.</summary>
    /// <returns>The execution to wait for; null when it has ended.</returns>
    /// <exception cref="OrcheoException">The workflow cannot be run.</exception>
    internal async Task<string?> StartAsync(ToolRequest request, JsonElement arguments, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        var (input, config) = (request.Run.Input, request.Tool!.Render(request.Run.Input.Values));
        var workflowId = config.GetProperty("workflow_id").GetString()!;
        var (version, what) = await workflows.FindAsync(input.Tenant, workflowId, VersionOf(config), cancellationToken)
            ?? throw new NodeException(ErrorCodes.ToolCallInvalid, $"There is no workflow '{workflowId}', or not that version of it.");
        var head = await starter.StartAsync(
            new StartRequest
            {
                Tenant = input.Tenant,
                ExecutionId = IdOf(request),
                WorkflowId = workflowId,
                WorkflowVersion = version,
                Definition = what.Definition,
                NodeCount = what.NodeCount,
                TimeoutSeconds = what.TimeoutSeconds,
                Trigger = new ExecutionTrigger(ExecutionTrigger.Agent, input.ExecutionId),
                TriggerPayload = await TriggerAsync(request, cancellationToken),
                Input = arguments,
            },
            schedule,
            cancellationToken);
        return head.Status.HasEnded() ? null : head.Id;
    }

    /// <summary>What the execution of a call came to.</summary>
    /// <exception cref="NodeException">It did not succeed, or could not be started.</exception>
    internal async Task<JsonElement> ResultAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        if (request.StartFailure is { } failure)
        {
            throw new NodeException(ErrorCodes.ToolWorkflowFailed, $"The workflow could not be started: {failure.Message}", innerException: failure);
        }

        var execution = await executions.GetAsync(request.Run.Input.Tenant, IdOf(request), cancellationToken);
        return execution switch
        {
            { Status: ExecutionStatus.Succeeded } => execution.Output,
            null => throw new NodeException(ErrorCodes.ToolWorkflowFailed, "The workflow's execution was removed before its result was read."),
            _ => throw new NodeException(
                ErrorCodes.ToolWorkflowFailed,
                $"The workflow's execution {execution.Id} is {JsonNamingPolicy.SnakeCaseLower.ConvertName(execution.Status.ToString())}: {execution.Error?.Message}"),
        };
    }

    private static string IdOf(ToolRequest request) =>
        OrcheoId.Derive(OrcheoId.Execution, "agent", request.Run.Input.Tenant, request.Run.Input.ExecutionId, request.Name);

    private async Task<JsonElement> TriggerAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        var input = request.Run.Input;
        var own = (await executions.GetStartAsync(input.Tenant, input.ExecutionId, cancellationToken))?.Trigger;
        var depth = own is { ValueKind: JsonValueKind.Object } trigger && trigger.TryGetProperty("depth", out var value) && value.TryGetInt32(out var above) ? above + 1 : 1;
        return depth <= MaxDepth
            ? JsonSerializer.SerializeToElement(new { execution_id = input.ExecutionId, node_id = request.Run.NodeId, depth }, OrcheoJson.Options)
            : throw new NodeException(
                ErrorCodes.ToolCallInvalid, string.Create(CultureInfo.InvariantCulture, $"Agents may run workflows with agents at most {MaxDepth} deep."));
    }

    private static VersionSelector VersionOf(JsonElement config)
    {
        if (!config.TryGetProperty("version", out var version))
        {
            return default;
        }

        return version.ValueKind == JsonValueKind.Number
            ? VersionSelector.Of(version.GetInt32())
            : version.GetString() switch
            {
                "latest" => new VersionSelector(VersionSelectorKind.Latest),
                "draft" => new VersionSelector(VersionSelectorKind.Draft),
                _ => throw new NodeException(ErrorCodes.RenderedConfigInvalid, "A tool's version is a number, latest or draft."),
            };
    }
}
