using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Plans;
using Orcheo.UnitTests.Definitions;

namespace Orcheo.UnitTests.Plans;

/// <summary>Short words for tests of runs.</summary>
internal static class Runs
{
    public static GraphRun Begin(WorkflowDefinition definition, string triggerType = "api") => new(
        WorkflowPlan.Compile(definition, TestCatalog.Instance),
        new RunContext(
            triggerType,
            JsonElement.Parse("""{"tr":2}"""),
            JsonElement.Parse("""{"in":1}"""),
            JsonElement.Parse("""{"id":"exe_1"}""")));

    public static NodeOutcome Success(string output = "null", string? handle = null, string? patch = null, long seq = 0) => new()
    {
        Succeeded = true,
        Output = JsonElement.Parse(output),
        Handle = handle,
        Patch = patch is null ? null : JsonElement.Parse(patch),
        Seq = seq,
    };

    public static NodeOutcome Failure(string code, string message = "failed", string? details = null) => new()
    {
        Succeeded = false,
        Error = new RunError(code, message, Details: details is null ? null : JsonElement.Parse(details)),
    };

    public static IEnumerable<string> Ids(IReadOnlyList<PlanNode> nodes) => nodes.Select(node => node.Id);

    public static string Values(GraphRun run, string nodeId) => run.ValuesFor(run.Plan.Find(nodeId)!).Values.GetRawText();
}
