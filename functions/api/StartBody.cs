using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Workflows;

namespace Orcheo.Api;

/// <summary>The body of <c>POST /executions</c>: a workflow by id, or one inline.</summary>
/// <param name="WorkflowId">The workflow; null for an inline run.</param>
/// <param name="Version">Which of its versions.</param>
/// <param name="Inline">The inline definition; null for a run by id.</param>
/// <param name="Input">The input; null when there is none.</param>
/// <param name="Test">What makes it a test run; null when it is none.</param>
internal sealed record StartBody(string? WorkflowId, VersionSelector Version, WorkflowDefinition? Inline, JsonElement? Input, TestRequest? Test)
{
    /// <summary>RFC 6901 pointer to the inline definition.</summary>
    public const string InlinePointer = "/workflow";

    /// <summary>Reads the body strictly.</summary>
    /// <exception cref="OrcheoException">Every structural fault is listed.</exception>
    public static StartBody Read(StrictObject body, JsonFaults faults)
    {
        var workflowId = body.Text("workflow_id");
        var version = ReadVersion(body);
        var inline = body.Any("workflow");
        var input = body.Any("input");
        var test = ReadTest(body);
        body.Close();
        if (workflowId is null == (inline is null) && !faults.Any)
        {
            body.Fault(ErrorCodes.MissingMember, "Give either 'workflow_id' or an inline 'workflow'.", "workflow_id");
        }

        if (workflowId is not null && !OrcheoId.IsValid(OrcheoId.Workflow, workflowId))
        {
            body.Fault(ErrorCodes.InvalidId, "This is not the id of a workflow: such ids are wf_ and 26 lower-case letters or digits.", "workflow_id");
        }

        if (inline is not null && body.Has("version"))
        {
            body.Fault(ErrorCodes.ValueOutOfRange, "An inline workflow has no version.", "version");
        }

        return new StartBody(workflowId, version, ReadInline(inline, faults), input, test);
    }

    private static WorkflowDefinition? ReadInline(JsonElement? inline, JsonFaults faults)
    {
        if (inline is not { } element)
        {
            faults.ThrowIfAny();
            return null;
        }

        var read = WorkflowDocumentReader.ReadInline(element, InlinePointer);
        foreach (var error in read.Errors)
        {
            faults.Add(error);
        }

        faults.ThrowIfAny();
        return read.Document!.Definition;
    }

    private static TestRequest? ReadTest(StrictObject body)
    {
        if (body.Object("test") is not { } test)
        {
            return null;
        }

        var only = test.Id("only_node_id", required: false);
        var from = test.Text("from_execution_id");
        var pinned = test.FreeObject("pinned");
        test.Close();
        if (from is not null && !OrcheoId.IsValid(OrcheoId.Execution, from))
        {
            test.Fault(ErrorCodes.InvalidId, "This is not the id of an execution: such ids are exe_ and 26 lower-case letters or digits.", "from_execution_id");
        }

        var outputs = pinned?.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        return new TestRequest(only, from, outputs ?? []);
    }

    /// <summary>Reads which version is meant.</summary>
    public static VersionSelector ReadVersion(StrictObject body)
    {
        if (body.Any("version") is not { } version)
        {
            return default;
        }

        if (version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number > 0)
        {
            return VersionSelector.Of(number);
        }

        switch (version.ValueKind == JsonValueKind.String ? version.GetString() : null)
        {
            case "latest":
                return new VersionSelector(VersionSelectorKind.Latest);
            case "draft":
                return new VersionSelector(VersionSelectorKind.Draft);
            default:
                body.Fault(ErrorCodes.ValueOutOfRange, "'version' must be a version number from 1, \"latest\" or \"draft\".", "version");
                return default;
        }
    }
}
