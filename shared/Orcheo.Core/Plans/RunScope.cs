using Orcheo.Core.Expressions;
using Orcheo.Core.Json;

namespace Orcheo.Core.Plans;

/// <summary>Builds the scope of expressions with only the values that they refer to.</summary>
/// <remarks>
/// What the run itself was not told, because it is large, is named instead. A message with a limit names so much more, the largest
/// first, that the rest fits.
/// </remarks>
internal sealed class RunScope(GraphRun run, RunState state)
{
    /// <summary>The scope; members that are not referred to are absent.</summary>
    /// <param name="references">What is referred to.</param>
    /// <param name="limit">The most characters of its values; null for no limit.</param>
    public ScopeMessage Build(ValueReferences references, int? limit = null)
    {
        if (references.IsEmpty)
        {
            return new ScopeMessage(OrcheoJson.EmptyObject);
        }

        var parts = new ScopeParts(references, run, state);
        var values = RawJson.Build(parts.Write);
        if (limit is { } most && !MessageSize.Fits(values, most))
        {
            parts.StoreLargest(most);
            values = RawJson.Build(parts.Write);
        }

        return new ScopeMessage(values, parts.Stored());
    }

    /// <summary>Whether the run itself has everything that is referred to.</summary>
    public bool Holds(ValueReferences references) => references.IsEmpty || new ScopeParts(references, run, state).Stored() is null;
}
