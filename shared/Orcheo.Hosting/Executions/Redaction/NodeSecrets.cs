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
        ReadAsync(input, program.Definition.Id, program.Definition.CredentialsRef, program.Node.Descriptor, cancellationToken);

    /// <summary>Reads them for what a node runs besides itself.</summary>
    /// <param name="input">The run of the node.</param>
    /// <param name="user">What the user of the credential is called.</param>
    /// <param name="own">The credential to be used; null for none.</param>
    /// <param name="descriptor">Says which types of credentials it takes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="NodeException">As for a node.</exception>
    public ValueTask<NodeSecrets> ReadAsync(
        RunNodeInput input, string user, string? own, NodeDescriptor descriptor, CancellationToken cancellationToken) =>
        input.Credentials.Count == 0 && own is null ? new(NodeSecrets.None) : new(ReadAllAsync(input, user, own, descriptor, cancellationToken));

    private async Task<NodeSecrets> ReadAllAsync(
        RunNodeInput input, string user, string? own, NodeDescriptor descriptor, CancellationToken cancellationToken)
    {
        var ids = own is null || input.Credentials.Contains(own) ? input.Credentials : [.. input.Credentials, own];

        // Those of other nodes may have been deleted meanwhile; then there is nothing left that could show.
        var found = (await Task.WhenAll(ids.Select(id => ReadAsync(input.Tenant, id, id == own, cancellationToken)))).OfType<NodeCredential>().ToList();
        var credential = own is null ? null : Usable(found.Find(item => item.Id == own), input, user, own, descriptor);
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

    private static NodeCredential? Usable(NodeCredential? credential, RunNodeInput input, string user, string own, NodeDescriptor descriptor)
    {
        if (credential is null)
        {
            // Calls that are answered from the record are made by nobody.
            return input.RecordedIn is not null ? null : throw Unusable("which does not exist. Choose another one, or create it again");
        }

        var types = descriptor.CredentialTypes;
        return types.Contains(credential.Type)
            ? credential
            : throw Unusable($"which is of type {credential.Type}. A node of type '{descriptor.Type}' takes {(types.Count == 0 ? "none" : string.Join(", ", types))}");

        NodeException Unusable(string why) => new(
            ErrorCodes.CredentialUnavailable, $"Node '{user}' uses the credential {own}, {why}.");
    }
}
