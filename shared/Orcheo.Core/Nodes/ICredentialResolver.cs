using Orcheo.Core.Errors;

namespace Orcheo.Core.Nodes;

/// <summary>Where a run gets the secrets of its credentials from.</summary>
public interface ICredentialResolver
{
    /// <summary>The credential with its secrets; null when there is none with that id.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id"><c>cred_</c> and a ULID.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="OrcheoException">The credential is there, but it cannot be decrypted (its message says why, without secrets).</exception>
    Task<NodeCredential?> ResolveAsync(string tenant, string id, CancellationToken cancellationToken);
}
