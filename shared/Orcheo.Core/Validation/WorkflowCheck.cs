using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Validation;

/// <summary>All that is known about a document that was sent: whether it may be stored, and whether it may be run.</summary>
/// <param name="Document">The document; null when its nodes or edges could not be read.</param>
/// <param name="Errors">Every fault, structural ones first; empty when the workflow is valid.</param>
/// <param name="IsStorable">
/// Whether the document may be stored as an unfinished draft (<c>Prefer: handling=lenient</c>): all its faults are about what it
/// means, and every node and edge can be told from the others.
/// </param>
public sealed record WorkflowCheck(WorkflowDocument? Document, IReadOnlyList<ErrorDetail> Errors, bool IsStorable)
{
    /// <summary>Whether there is no fault: the workflow may be stored, finalized and run.</summary>
    public bool IsValid => Document is not null && Errors.Count == 0;
}
