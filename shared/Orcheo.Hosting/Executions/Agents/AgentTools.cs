using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Executions.Calls;
using Orcheo.Hosting.Executions.Redaction;
using Orcheo.Nodes.AiAgent;
using Orcheo.Nodes.Running;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>Runs the tools of agents. What fails in a tool is a result like any other: the model is told, and may find a way around it.</summary>
public sealed class AgentTools(
    NodeTools nodes, WorkflowTools workflows, McpTools mcp, NodeRunner runner, ICredentialResolver credentials, TimeProvider time)
{
    private static readonly TimeSpan McpTimeout = TimeSpan.FromSeconds(60);

    private readonly NodeSecretsReader _secrets = new(credentials);

    /// <summary>What the model is shown: a function for each tool, and for an MCP server one for each of its tools that is allowed.</summary>
    /// <exception cref="NodeException">ORC3043: an MCP server cannot be used; ORC3007: two functions have the same name.</exception>
    internal async Task<IReadOnlyList<AgentFunction>> ListAsync(RunNodeInput input, AgentSettings settings, NodeCalls calls, CancellationToken cancellationToken)
    {
        var functions = new List<AgentFunction>();
        foreach (var (index, tool) in settings.Tools.Index())
        {
            functions.AddRange(tool.Type == ToolTypes.Mcp
                ? (await ListMcpAsync(input, tool, calls, cancellationToken)).Select(offered => AgentFunction.Of(tool, index, offered))
                : [AgentFunction.Of(tool, index)]);
        }

        return functions.GroupBy(function => function.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new NodeException(ErrorCodes.RenderedConfigInvalid, $"Two tools are called '{twice.Key}' by the model. Give them other names.")
            : functions;
    }

    /// <summary>Starts what a call has to wait for: the execution of a workflow.</summary>
    /// <returns>The execution that has to end first; null when there is nothing to wait for.</returns>
    internal async Task<string?> StartAsync(ToolRequest request, ScheduleExecution schedule, CancellationToken cancellationToken)
    {
        if (request.Tool?.Type != ToolTypes.Workflow || ArgumentsOf(request).Fault is not null)
        {
            return null;
        }

        try
        {
            return await workflows.StartAsync(request, ArgumentsOf(request).Arguments, schedule, cancellationToken);
        }
        catch (OrcheoException exception) when (exception is not StorageException)
        {
            request.StartFailure = exception;
            return null;
        }
    }

    /// <summary>Makes a call.</summary>
    /// <returns>The call as it is to be recorded.</returns>
    /// <exception cref="NodeException">ORC3016: the record that is replayed does not have it.</exception>
    internal async Task<RecordedCall> CallAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        var (secrets, unusable) = await SecretsAsync(request, cancellationToken);
        request.Record.Redactor = secrets.Redactor;
        var calls = new NodeCalls(
            request.Run.NodeId, secrets.Redactor, request.Answers, time, AgentSteps.BeforeTool(request.Step.Turn, request.Step.Tool));
        var asked = JsonSerializer.SerializeToElement(new { name = request.Call.Name, arguments = request.Call.Arguments }, OrcheoJson.Options);
        await calls.CallAsync(
            new ExternalCall("tool", request.Call.Name, asked),
            stop => unusable is null ? PerformAsync(request, secrets, stop) : Task.FromResult(Failed(unusable, secrets.Redactor)),
            cancellationToken);
        return calls.Ended()[^1];
    }

    private async Task<JsonElement> PerformAsync(ToolRequest request, NodeSecrets secrets, CancellationToken cancellationToken)
    {
        try
        {
            var (arguments, fault) = ArgumentsOf(request);
            return fault is null
                ? ToolResult.Of(await RunAsync(request, arguments, secrets, cancellationToken), secrets.Redactor)
                : throw new NodeException(ErrorCodes.ToolCallInvalid, fault);
        }
        catch (OrcheoException exception) when (exception is not StorageException)
        {
            return Failed(exception, secrets.Redactor);
        }
    }

    private Task<JsonElement> RunAsync(ToolRequest request, JsonElement arguments, NodeSecrets secrets, CancellationToken cancellationToken)
    {
        var tool = request.Tool!;
        return tool.Type switch
        {
            ToolTypes.Workflow => workflows.ResultAsync(request, cancellationToken),
            ToolTypes.Mcp => CallMcpAsync(request, arguments, secrets, cancellationToken),
            _ => nodes.RunAsync(request, arguments, secrets, cancellationToken),
        };
    }

    private async Task<JsonElement> CallMcpAsync(ToolRequest request, JsonElement arguments, NodeSecrets secrets, CancellationToken cancellationToken)
    {
        var config = request.Tool!.Render(request.Run.Input.Values);
        using var limit = new CancellationTokenSource(McpTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await mcp.CallAsync(config, secrets.Credential, request.Function!.Remote!, arguments, stop.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new NodeException(ErrorCodes.NodeTimeout, $"The tool did not answer within {McpTimeout.TotalSeconds:0} s.");
        }
    }

    private async Task<IReadOnlyList<McpTool>> ListMcpAsync(RunNodeInput input, ToolSettings tool, NodeCalls calls, CancellationToken cancellationToken)
    {
        var config = tool.Render(input.Values);
        var descriptor = ToolTypes.DescriptorOf(ToolTypes.Mcp)!;
        var secrets = await _secrets.ReadAsync(input, tool.Name, tool.CredentialsRef, descriptor, cancellationToken);
        var listing = new StepNode(descriptor, async stop => await calls.CallAsync(
            new ExternalCall("mcp", $"tools of '{tool.Name}'", config),
            async cancel => JsonSerializer.SerializeToElement(await mcp.ListAsync(config, secrets.Credential, cancel), OrcheoJson.Options),
            stop));
        var run = await runner.RunAsync(listing, listing.Context(input.ExecutionId), input.Retry, McpTimeout, null, cancellationToken);
        return run.Error is { } error
            ? throw error
            : run.Result!.Output.Deserialize<List<McpTool>>(OrcheoJson.Options)!;
    }

    /// <summary>The secrets of a tool, or why they cannot be used.</summary>
    private async Task<(NodeSecrets Secrets, OrcheoException? Unusable)> SecretsAsync(ToolRequest request, CancellationToken cancellationToken)
    {
        var (input, tool) = (request.Run.Input, request.Tool);
        try
        {
            var own = tool is null ? null : tool.CredentialsRef;
            var descriptor = tool is null ? request.Run.Program.Node.Descriptor : nodes.DescriptorOf(tool.Type);
            return (await _secrets.ReadAsync(input, tool?.Name ?? request.Run.NodeId, own, descriptor, cancellationToken), null);
        }
        catch (NodeException exception)
        {
            // Those of the others must not show all the same.
            return (await _secrets.ReadAsync(input, request.Run.NodeId, null, request.Run.Program.Node.Descriptor, cancellationToken), exception);
        }
    }

    private static (JsonElement Arguments, string? Fault) ArgumentsOf(ToolRequest request)
    {
        if (request.Function is not { } function)
        {
            return (default, $"There is no tool '{request.Call.Name}'.");
        }

        return AgentFunction.Read(request.Call.Arguments) is { } arguments
            ? (arguments, function.Fault(arguments))
            : (default, "The arguments are not a JSON object.");
    }

    private static JsonElement Failed(OrcheoException exception, IRedactor redactor) =>
        ToolResult.Of(exception.Code, exception.Message, (exception as NodeException)?.Details, redactor);
}
