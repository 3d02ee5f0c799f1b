using Orcheo.Core.Errors;

namespace Orcheo.Hosting.Credentials;

/// <summary>What a rotation has done.</summary>
/// <param name="KeyId">The key that wraps every secret now.</param>
/// <param name="Rewrapped">How many secrets were re-wrapped.</param>
/// <param name="Failed">The secrets that could not be re-wrapped, and why; they stay as they are, under their earlier key.</param>
/// <param name="Retired">The earlier keys that were dropped.</param>
public sealed record KeyRotationReport(
    string KeyId, int Rewrapped, IReadOnlyList<(string Id, string Reason)> Failed, IReadOnlyList<string> Retired);

/// <summary>Puts every stored secret under a new master key, while they are created, changed, read and deleted.</summary>
/// <remarks>
/// Only the wrapped data keys are written, each under the ETag of its row, so that no change of a caller is lost. It may be stopped or
/// killed at any moment and run again: what was re-wrapped stays so, and earlier keys stay readable until nothing needs them.
/// </remarks>
public sealed class KeyRotation(IMasterKeys keys, KeyRing ring, SecretCipher cipher, IEnumerable<ISecretHolder> holders)
{
    /// <summary>Re-wraps everything.</summary>
    /// <param name="newKey">Whether to make a new master key first; else everything comes under the current one.</param>
    /// <param name="cancellationToken">Stops it; it can be run again.</param>
    /// <exception cref="OrcheoException">A key cannot be read or made (<see cref="ErrorCodes.MasterKeyUnavailable"/>), or the store refuses.</exception>
    public async Task<KeyRotationReport> RunAsync(bool newKey, CancellationToken cancellationToken)
    {
        var current = await ring.CurrentAsync(cancellationToken);
        if (newKey)
        {
            current = await keys.RotateAsync(cancellationToken);
        }

        var rewrapped = 0;
        Pass pass;
        do
        {
            // What was being written while a pass went by is met by the next one.
            pass = await PassAsync(current.Id, cancellationToken);
            rewrapped += pass.Rewrapped;
        }
        while (pass.Rewrapped + pass.Missed > 0);

        var retired = await keys.RetireAsync(pass.InUse, cancellationToken);
        return new KeyRotationReport(current.Id, rewrapped, pass.Failed, retired);
    }

    private async Task<Pass> PassAsync(string currentId, CancellationToken cancellationToken)
    {
        var pass = new Pass();
        foreach (var holder in holders)
        {
            await foreach (var secret in holder.ReadAllAsync(cancellationToken))
            {
                pass.InUse.Add(secret.Envelope.KeyId);
                if (secret.Envelope.KeyId != currentId)
                {
                    await RewrapAsync(secret, pass, cancellationToken);
                }
            }
        }

        return pass;
    }

    private async Task RewrapAsync(HeldSecret secret, Pass pass, CancellationToken cancellationToken)
    {
        try
        {
            var envelope = await cipher.RewrapAsync(secret.Envelope, secret.AssociatedData, cancellationToken);
            if (ReferenceEquals(envelope, secret.Envelope))
            {
                // Another rotation has begun meanwhile, and its key is the current one.
                return;
            }

            if (await secret.ReplaceAsync(envelope, cancellationToken))
            {
                pass.Rewrapped++;
            }
            else
            {
                pass.Missed++;
            }
        }
        catch (OrcheoException exception) when (exception.Code is ErrorCodes.SecretDamaged or ErrorCodes.MasterKeyUnavailable)
        {
            pass.Failed.Add((secret.Id, exception.Message));
        }
    }

    private sealed class Pass
    {
        public HashSet<string> InUse { get; } = new(StringComparer.Ordinal);

        public List<(string Id, string Reason)> Failed { get; } = [];

        public int Rewrapped { get; set; }

        public int Missed { get; set; }
    }
}
