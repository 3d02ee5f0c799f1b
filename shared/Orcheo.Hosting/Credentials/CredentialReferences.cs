using Orcheo.Core.Definitions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;

namespace Orcheo.Hosting.Credentials;

/// <summary>Which credentials workflows refer to.</summary>
public sealed class CredentialReferences(CredentialVault vault, WorkflowStore workflows, NodeCatalog catalog)
{
    private const int MostNamed = 20;

    /// <summary>The types of the credentials that a definition refers to, by id; those that do not exist are left out.</summary>
    /// <returns>What <see cref="Core.Validation.WorkflowValidator"/> asks for.</returns>
    public async ValueTask<IReadOnlyDictionary<string, string>> TypesForAsync(
        string tenant, WorkflowDefinition definition, CancellationToken cancellationToken)
    {
        var ids = catalog.CredentialsIn(definition);
        return ids.Count == 0 ? System.Collections.Immutable.ImmutableDictionary<string, string>.Empty : await vault.TypesOfAsync(tenant, ids, cancellationToken);
    }

    /// <summary>Whether a definition refers to any credential.</summary>
    public bool AnyIn(WorkflowDefinition definition) => catalog.CredentialsIn(definition).Count > 0;

    /// <summary>The workflows whose draft or any of whose versions refers to a credential; deleted workflows do not count.</summary>
    /// <returns>The first of them, newest first, and whether there may be more.</returns>
    /// <remarks>Reads every workflow and version: deleting a credential is rare, and an index would cost every save.</remarks>
    public async Task<(IReadOnlyList<Workflow> Workflows, bool More)> UsersOfAsync(string tenant, string credentialId, CancellationToken cancellationToken)
    {
        var found = new List<Workflow>();
        var request = new ListRequest { Limit = ListRequest.MaxLimit };
        while (true)
        {
            var page = await workflows.ListAsync(tenant, null, null, request, cancellationToken);
            foreach (var workflow in page.Items)
            {
                if (!await RefersAsync(tenant, workflow, credentialId, cancellationToken))
                {
                    continue;
                }

                if (found.Count == MostNamed)
                {
                    return (found, true);
                }

                found.Add(workflow);
            }

            if (page.NextCursor is null)
            {
                return (found, false);
            }

            request = request with { Cursor = page.NextCursor };
        }
    }

    private async Task<bool> RefersAsync(string tenant, Workflow workflow, string credentialId, CancellationToken cancellationToken)
    {
        if (catalog.CredentialsIn(workflow.Definition).Contains(credentialId))
        {
            return true;
        }

        for (var number = workflow.Version; number > 0; number--)
        {
            var version = await workflows.GetVersionAsync(tenant, workflow.Id, number, cancellationToken);
            if (version?.Workflow is { } past && catalog.CredentialsIn(past.Definition).Contains(credentialId))
            {
                return true;
            }
        }

        return false;
    }
}
