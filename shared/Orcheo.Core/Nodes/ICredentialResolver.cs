using Orcheo.Core.Errors;

namespace Orcheo.Core.Nodes;

/// <summary>Where a run gets the secrets of its credentials from.</summary>
public interface ICredentialResolver
{
    /// <summary>Reads a credential for a node to use; null when there is none with that id.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="credentialId"><c>cred_</c> and a ULID.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OrcheoException">The credential is there, but it cannot be decrypted (its message says why, without secrets).</exception>
    Task<NodeCredential?> ResolveAsync(string tenant, string credentialId, CancellationToken cancellationToken);

    /// <summary>Reads a credential so that its secrets can be kept out of what is recorded: that is no use of it. Else as <see cref="ResolveAsync"/>.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="credentialId"><c>cred_</c> and a ULID.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<NodeCredential?> PeekAsync(string tenant, string credentialId, CancellationToken cancellationToken);
}
