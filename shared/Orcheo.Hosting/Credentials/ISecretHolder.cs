using Orcheo.Core.Credentials;

namespace Orcheo.Hosting.Credentials;

/// <summary>
/// A part of Orcheo that stores secrets as <see cref="SecretEnvelope"/>s. A rotation of the master key finds them through here: whoever
/// stores envelopes registers a holder.
/// </summary>
public interface ISecretHolder
{
    /// <summary>What the secrets are, in the plural, for reports: <c>credentials</c>.</summary>
    string Name { get; }

    /// <summary>Every secret that is stored, of all tenants. One that is stored while this runs may be left out.</summary>
    IAsyncEnumerable<HeldSecret> ReadAllAsync(CancellationToken cancellationToken);
}

/// <summary>A stored secret.</summary>
/// <param name="Id">The id of what holds it, for reports.</param>
/// <param name="Envelope">The envelope as it was read.</param>
/// <param name="AssociatedData">What it is bound to; see <see cref="SecretCipher.EncryptAsync"/>.</param>
/// <param name="ReplaceAsync">
/// Puts another envelope of the same secret in its place; false, and nothing written, when the row has changed since it was read.
/// </param>
public sealed record HeldSecret(
    string Id, SecretEnvelope Envelope, string AssociatedData, Func<SecretEnvelope, CancellationToken, Task<bool>> ReplaceAsync);
