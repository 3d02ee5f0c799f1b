using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Expressions;

namespace Orcheo.Core.Plans;

/// <summary>
/// Asks which edges out of an ended node are taken, where their conditions refer to values that the run itself was not told.
/// </summary>
/// <param name="Node">The node that has ended.</param>
/// <param name="Failed">Whether it failed.</param>
/// <param name="Handle">The handle that it took.</param>
/// <param name="Scope">What the conditions refer to, as it was when the node ended.</param>
public sealed record EdgeQuestion(PlanNode Node, bool Failed, string? Handle, ScopeMessage Scope);

/// <summary>Which of the edges with a condition are taken. Part of histories: members may be added, never renamed or removed.</summary>
/// <param name="Taken">One character for each edge that <see cref="EdgeConditions.Of"/> gives: <c>1</c> when it is taken, else <c>0</c>.</param>
/// <param name="Error">Why a condition failed; null when none did.</param>
public sealed record EdgeAnswer(string Taken, RunError? Error = null);

/// <summary>The conditions of the edges out of a node.</summary>
public static class EdgeConditions
{
    /// <summary>The edges by which a node is left as it ended, and that have a condition; in document order.</summary>
    public static IEnumerable<PlanEdge> Of(PlanNode node, bool failed, string? handle)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Outgoing.Where(edge => edge.Condition is not null && Leaves(edge, node, failed, handle));
    }

    /// <summary>Evaluates them all, in document order, up to the first that fails.</summary>
    /// <param name="node">The node.</param>
    /// <param name="failed">Whether it failed.</param>
    /// <param name="handle">The handle that it took.</param>
    /// <param name="scope">Holds all that they refer to.</param>
    public static EdgeAnswer Evaluate(PlanNode node, bool failed, string? handle, JsonElement scope)
    {
        var taken = new System.Text.StringBuilder();
        foreach (var edge in Of(node, failed, handle))
        {
            try
            {
                taken.Append(edge.Condition!.EvaluateCondition(scope) ? '1' : '0');
            }
            catch (OrcheoException exception)
            {
                return new EdgeAnswer("", Failure(edge, exception));
            }
        }

        return new EdgeAnswer(taken.ToString());
    }

    /// <summary>Whether an edge leaves its source by the handle that was taken.</summary>
    internal static bool Leaves(PlanEdge edge, PlanNode source, bool failed, string? handle)
    {
        var own = edge.Definition.SourceHandle;
        return failed && source.OnFailure == Definitions.OnError.Route ? own == PlanEdge.ErrorHandle : own is null || own == handle;
    }

    /// <summary>What the conditions refer to.</summary>
    internal static ValueReferences References(IEnumerable<PlanEdge> edges) => ValueReferences.Merge(edges.Select(edge => edge.Condition!.References));

    /// <summary>Why a run fails whose condition could not be evaluated.</summary>
    internal static RunError Failure(PlanEdge edge, OrcheoException exception) => new(
        exception.Code, $"The condition of edge '{edge.Id}' failed: {exception.Message}", edge.Source.Id, edge.Id);
}
