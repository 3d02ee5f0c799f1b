using Orcheo.Core.Errors;

namespace Orcheo.Hosting.Credentials;

/// <summary>The master keys as secrets are encrypted with them: the first one is made when the first secret is to be stored.</summary>
/// <remarks>
/// While any secret is stored, a missing key is a loss to be repaired, never a reason to make another: a new key would hide the loss, and
/// bringing back the old one would then lose the new.
/// </remarks>
public sealed class KeyRing(IMasterKeys keys, IEnumerable<ISecretHolder> holders)
{
    /// <summary>The key to encrypt with now.</summary>
    /// <exception cref="OrcheoException">It is missing or cannot be read (<see cref="ErrorCodes.MasterKeyUnavailable"/>).</exception>
    public async Task<MasterKey> CurrentAsync(CancellationToken cancellationToken)
    {
        if (await keys.FindCurrentAsync(cancellationToken) is { } current)
        {
            return current;
        }

        foreach (var holder in holders)
        {
            await foreach (var secret in holder.ReadAllAsync(cancellationToken))
            {
                throw new OrcheoException(
                    ErrorCodes.MasterKeyUnavailable,
                    $"The master key is missing, and {holder.Name} are stored that it protects (among them one under key '{secret.Envelope.KeyId}'). "
                    + $"Bring the key back from a backup to {keys.Place}; what was encrypted with a key that is lost must be deleted and set again.");
            }
        }

        return await keys.CreateFirstAsync(cancellationToken);
    }

    /// <summary>The key with that id.</summary>
    /// <exception cref="OrcheoException">It is missing or cannot be read (<see cref="ErrorCodes.MasterKeyUnavailable"/>).</exception>
    public Task<MasterKey> GetAsync(string id, CancellationToken cancellationToken) => keys.GetAsync(id, cancellationToken);
}
