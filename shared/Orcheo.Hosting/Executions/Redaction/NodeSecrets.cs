using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Storage;

namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>The secrets of one run of a node.</summary>
/// <param name="Credential">The node's own credential; null when it has none.</param>
/// <param name="Redactor">Removes those of the whole workflow.</param>
internal sealed record NodeSecrets(NodeCredential? Credential, IRedactor Redactor)
{
    /// <summary>Of a workflow without credentials.</summary>
    public static NodeSecrets None { get; } = new(null, NoRedaction.Instance);
}

/// <summary>Reads the secrets that a run of a node needs, and those that it must not show.</summary>
internal sealed class NodeSecretsReader(ICredentialResolver credentials)
{
    /// <summary>Reads them; costs nothing where a workflow has none.</summary>
    /// <exception cref="NodeException">ORC3015: the node's own credential cannot be used, or one that must not show cannot be read.</exception>
    public ValueTask<NodeSecrets> ReadAsync(RunNodeInput input, NodeProgram program, CancellationToken cancellationToken) =>
        input.Credentials.Count == 0 && program.Definition.CredentialsRef is null
            ? new(NodeSecrets.None)
            : new(ReadAllAsync(input, program, cancellationToken));

    private async Task<NodeSecrets> ReadAllAsync(RunNodeInput input, NodeProgram program, CancellationToken cancellationToken)
    {
        var own = program.Definition.CredentialsRef;
        var ids = own is null || input.Credentials.Contains(own) ? input.Credentials : [.. input.Credentials, own];

        // Those of other nodes may have been deleted meanwhile; then there is nothing left that could show.
        var found = (await Task.WhenAll(ids.Select(id => ReadAsync(input.Tenant, id, id == own, cancellationToken)))).OfType<NodeCredential>().ToList();
        var credential = own is null ? null : Usable(found.Find(item => item.Id == own), input, program);
        return new NodeSecrets(credential, Redactor.For(found));
    }

    private async Task<NodeCredential?> ReadAsync(string tenant, string id, bool own, CancellationToken cancellationToken)
    {
        try
        {
            return own
                ? await credentials.ResolveAsync(tenant, id, cancellationToken)
                : await credentials.PeekAsync(tenant, id, cancellationToken);
        }
        catch (OrcheoException exception) when (exception is not StorageException)
        {
            throw new NodeException(
                ErrorCodes.CredentialUnavailable, $"The credential {id} cannot be read: {exception.Message}", innerException: exception);
        }
    }

    private static NodeCredential? Usable(NodeCredential? credential, RunNodeInput input, NodeProgram program)
    {
        var (node, types) = (program.Definition, program.Node.Descriptor.CredentialTypes);
        if (credential is null)
        {
            // Calls that are answered from the record are made by nobody.
            return input.RecordedIn is not null ? null : throw Unusable("which does not exist. Choose another one, or create it again");
        }

        return types.Contains(credential.Type)
            ? credential
            : throw Unusable($"which is of type {credential.Type}. A node of type '{node.Type}' takes {(types.Count == 0 ? "none" : string.Join(", ", types))}");

        NodeException Unusable(string why) => new(
            ErrorCodes.CredentialUnavailable, $"Node '{node.Id}' uses the credential {node.CredentialsRef}, {why}.");
    }
}
