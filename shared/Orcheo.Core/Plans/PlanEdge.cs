using Orcheo.Core.Definitions;
using Orcheo.Core.Expressions;

namespace Orcheo.Core.Plans;

/// <summary>An edge of a compiled workflow. Immutable.</summary>
public sealed class PlanEdge
{
    /// <summary>The handle by which a failed node with <c>on_error: route</c> is left.</summary>
    public const string ErrorHandle = "error";

    internal PlanEdge(EdgeDefinition definition, PlanNode source, PlanNode target, Expression? condition)
    {
        Definition = definition;
        Source = source;
        Target = target;
        Condition = condition;
    }

    /// <summary>What the author wrote.</summary>
    public EdgeDefinition Definition { get; }

    /// <summary>The edge's id.</summary>
    public string Id => Definition.Id;

    /// <summary>The node that the edge leaves.</summary>
    public PlanNode Source { get; }

    /// <summary>The node that the edge enters.</summary>
    public PlanNode Target { get; }

    /// <summary>The compiled condition; null when the edge has none.</summary>
    public Expression? Condition { get; }
}
