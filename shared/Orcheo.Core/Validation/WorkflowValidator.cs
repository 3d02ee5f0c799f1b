using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Core.Validation;

/// <summary>Finds everything that is wrong with a workflow before it runs. Thread-safe.</summary>
public sealed class WorkflowValidator
{
    private readonly NodeCatalog _catalog;

    /// <summary>Makes a validator for the node types of a catalogue.</summary>
    /// <param name="catalog">The node types.</param>
    /// <exception cref="ArgumentException">A node type's config schema cannot be used.</exception>
    public WorkflowValidator(NodeCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _catalog = catalog;
        foreach (var descriptor in catalog.Descriptors)
        {
            // A schema that cannot be used must stop the start of the process, not the first request that needs it.
            _ = ConfigSchema.For(descriptor);
        }
    }

    /// <summary>Validates what a document that was read means, and says what may be done with it.</summary>
    /// <param name="read">What <see cref="WorkflowDocumentReader"/> made of the request.</param>
    /// <param name="pointer">RFC 6901 pointer to the document in the request; the one that it was read with.</param>
    /// <param name="credentialTypes">The type of every credential that exists, by id; null when they are not to be checked.</param>
    public WorkflowCheck Check(WorkflowReadResult read, string pointer = "", IReadOnlyDictionary<string, string>? credentialTypes = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (read.Document is null)
        {
            return new WorkflowCheck(null, read.Errors, false);
        }

        // What could not be read was left out; that it is missing now is no second fault.
        var semantic = Validate(read.Document.Definition, pointer, credentialTypes)
            .Where(error => !read.Errors.Any(fault => Covers(fault.Pointer, error.Pointer)))
            .ToList();
        var storable = read.IsDocument && semantic.TrueForAll(IsStorable);
        return new WorkflowCheck(read.Document, [.. read.Errors, .. semantic.Take(JsonFaults.MaxCount - Math.Min(JsonFaults.MaxCount, read.Errors.Count))], storable);
    }

    /// <summary>Validates a definition.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="pointer">RFC 6901 pointer to it in the request.</param>
    /// <param name="credentialTypes">The type of every credential that exists, by id; null when they are not to be checked.</param>
    /// <returns>
    /// Every fault (2xxx), at most <see cref="JsonFaults.MaxCount"/>: nodes in document order, then edges in document order, then
    /// cycles. Empty when there is none.
    /// </returns>
    public IReadOnlyList<ErrorDetail> Validate(
        WorkflowDefinition definition, string pointer = "", IReadOnlyDictionary<string, string>? credentialTypes = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new ValidationPass(_catalog, definition, pointer, credentialTypes).Run();
    }

    /// <summary>Duplicate ids make nodes or edges indistinguishable: an editor could not even show them.</summary>
    private static bool IsStorable(ErrorDetail error) => error.Code is not (ErrorCodes.DuplicateNodeId or ErrorCodes.DuplicateEdgeId);

    private static bool Covers(string outer, string inner) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] == '/');
}
