using System.Runtime.CompilerServices;
using Orcheo.Core.Definitions;
using Orcheo.Core.Errors;
using Orcheo.Core.Validation;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Credentials;

namespace Orcheo.Hosting.Workflows;

/// <summary>Which of a workflow's versions is meant.</summary>
/// <param name="Kind">How it is named.</param>
/// <param name="Number">The number, where it is named by one.</param>
public readonly record struct VersionSelector(VersionSelectorKind Kind, int Number = 0)
{
    /// <summary>A finalized version by its number.</summary>
    public static VersionSelector Of(int number) => new(VersionSelectorKind.Number, number);
}

/// <summary>How a version is named.</summary>
public enum VersionSelectorKind
{
    /// <summary>The latest finalized version, else the draft.</summary>
    Default,

    /// <summary>The latest finalized version.</summary>
    Latest,

    /// <summary>The draft.</summary>
    Draft,

    /// <summary>A finalized version by its number.</summary>
    Number,
}

/// <summary>A definition that has been validated and can be run.</summary>
/// <param name="Definition">The definition and its checksum.</param>
/// <param name="NodeCount">How many nodes it has.</param>
/// <param name="TimeoutSeconds">The time limit of a run, if there is one.</param>
public sealed record Runnable(DefinitionHash Definition, int NodeCount, double? TimeoutSeconds);

/// <summary>Finds what a start is to run, and refuses what is not valid.</summary>
public sealed class RunnableWorkflows(WorkflowStore workflows, WorkflowValidator validator, CredentialReferences credentials)
{
    /// <summary>
    /// Prepared once per stored document: the store gives the same instance while the document stays the same. Credentials may have gone
    /// since then, so documents that refer to any are validated at every start.
    /// </summary>
    private readonly ConditionalWeakTable<Workflow, Runnable> _prepared = [];

    /// <summary>What a workflow's version runs.</summary>
    /// <returns>The version's number (0 for the draft) and what it runs; null when there is no such workflow or version.</returns>
    /// <exception cref="OrcheoException">The draft is not valid; every fault is listed.</exception>
    public async Task<(int Version, Runnable Runnable)?> FindAsync(
        string tenant, string workflowId, VersionSelector selector, CancellationToken cancellationToken)
    {
        return await SelectAsync(tenant, workflowId, selector, cancellationToken) is { } selected
            ? (selected.Version, await PrepareAsync(tenant, selected.Workflow, cancellationToken))
            : null;
    }

    /// <summary>A workflow's version as it stands, valid or not.</summary>
    /// <returns>The version's number (0 for the draft) and the workflow in it; null when there is no such workflow or version.</returns>
    public async Task<(int Version, Workflow Workflow)?> SelectAsync(
        string tenant, string workflowId, VersionSelector selector, CancellationToken cancellationToken)
    {
        if (await workflows.GetAsync(tenant, workflowId, cancellationToken) is not { } current)
        {
            return null;
        }

        var number = selector.Kind switch
        {
            VersionSelectorKind.Draft => 0,
            VersionSelectorKind.Number => selector.Number,
            VersionSelectorKind.Latest when current.Value.Version == 0 => -1,
            _ => current.Value.Version,
        };
        if (number == 0)
        {
            return (0, current.Value);
        }

        var version = number < 0 ? null : await workflows.GetVersionAsync(tenant, workflowId, number, cancellationToken);
        return version is null ? null : (number, version.Workflow!);
    }

    /// <summary>Prepares a definition that is not stored.</summary>
    /// <param name="tenant">Whose credentials it may refer to.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="pointer">RFC 6901 pointer to it in the request, for the faults.</param>
    /// <param name="cancellationToken">Stops the reading of credentials.</param>
    /// <exception cref="OrcheoException">It is not valid; every fault is listed.</exception>
    public async Task<Runnable> PrepareAsync(string tenant, WorkflowDefinition definition, string pointer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        await RequireValidAsync(tenant, definition, pointer, cancellationToken);
        return RunnableOf(definition);
    }

    /// <summary>Throws when a definition cannot be run.</summary>
    /// <param name="tenant">Whose credentials it may refer to.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="pointer">RFC 6901 pointer to it in the request, for the faults.</param>
    /// <param name="cancellationToken">Stops the reading of credentials.</param>
    /// <exception cref="OrcheoException">It is not valid; every fault is listed.</exception>
    public async Task RequireValidAsync(string tenant, WorkflowDefinition definition, string pointer, CancellationToken cancellationToken)
    {
        var errors = validator.Validate(definition, pointer, await credentials.TypesForAsync(tenant, definition, cancellationToken));
        if (errors.Count > 0)
        {
            throw new OrcheoException(
                ErrorCodes.ValidationFailed,
                $"The workflow is not valid: {errors.Count} {(errors.Count == 1 ? "fault" : "faults")}. {errors[0].Message}",
                errors);
        }
    }

    private async Task<Runnable> PrepareAsync(string tenant, Workflow workflow, CancellationToken cancellationToken)
    {
        var known = _prepared.TryGetValue(workflow, out var prepared);
        if (!known || credentials.AnyIn(workflow.Definition))
        {
            await RequireValidAsync(tenant, workflow.Definition, "", cancellationToken);
        }

        return known ? prepared! : _prepared.GetValue(workflow, static stored => RunnableOf(stored.Definition));
    }

    private static Runnable RunnableOf(WorkflowDefinition definition) =>
        new(DefinitionHash.Of(definition), definition.Nodes.Count, definition.Settings.TimeoutSeconds);
}
