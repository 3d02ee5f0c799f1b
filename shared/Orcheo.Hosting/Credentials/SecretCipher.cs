using System.Security.Cryptography;
using System.Text;
using Orcheo.Core.Credentials;
using Orcheo.Core.Errors;

namespace Orcheo.Hosting.Credentials;

/// <summary>
/// Encrypts the secrets that Orcheo stores: AES-256-GCM under a random data key for each, which is wrapped by the master key, also with
/// AES-256-GCM. Both are bound to what the secret belongs to. Thread-safe.
/// </summary>
/// <remarks>
/// A data key encrypts once and never again, so its nonce cannot repeat; under a master key the 96-bit nonces are random, good for some
/// billions of wraps (NIST SP 800-38D, 8.3).
/// </remarks>
public sealed class SecretCipher(KeyRing keys)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Encrypts a secret under the current master key.</summary>
    /// <param name="secret">The secret; the caller wipes it.</param>
    /// <param name="associatedData">
    /// Whose secret it is and which version of it, e.g. <c>tenant|id|version</c>. Decrypting asks for the same; it must differ between any
    /// two secrets, also of different kinds.
    /// </param>
    /// <param name="cancellationToken">Stops the reading of the master key.</param>
    /// <exception cref="OrcheoException">There is no usable master key (<see cref="ErrorCodes.MasterKeyUnavailable"/>).</exception>
    public async Task<SecretEnvelope> EncryptAsync(ReadOnlyMemory<byte> secret, string associatedData, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(associatedData);
        var master = await keys.CurrentAsync(cancellationToken);
        var dataKey = RandomNumberGenerator.GetBytes(MasterKey.Length);
        try
        {
            var ciphertext = Seal(dataKey, secret.Span, BoundData(associatedData));
            return new SecretEnvelope(SecretEnvelope.CurrentFormat, master.Id, Wrap(master, dataKey, associatedData), ciphertext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    /// <summary>Decrypts a secret.</summary>
    /// <returns>The secret; the caller wipes it.</returns>
    /// <exception cref="OrcheoException">
    /// The master key cannot be read (<see cref="ErrorCodes.MasterKeyUnavailable"/>); the envelope was altered, or belongs to something else
    /// than <paramref name="associatedData"/> says (<see cref="ErrorCodes.SecretDamaged"/>).
    /// </exception>
    public async Task<byte[]> DecryptAsync(SecretEnvelope envelope, string associatedData, CancellationToken cancellationToken)
    {
        var dataKey = await UnwrapAsync(envelope, associatedData, cancellationToken);
        try
        {
            return Open(dataKey, envelope.Ciphertext, BoundData(associatedData)) ?? throw Damaged(associatedData);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    /// <summary>Wraps a secret's data key with the current master key; the secret itself stays as it is.</summary>
    /// <returns>The new envelope; the same instance when the current master key wraps it already.</returns>
    /// <exception cref="OrcheoException">As for <see cref="DecryptAsync"/>.</exception>
    public async Task<SecretEnvelope> RewrapAsync(SecretEnvelope envelope, string associatedData, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var master = await keys.CurrentAsync(cancellationToken);
        if (envelope.KeyId == master.Id)
        {
            return envelope;
        }

        var dataKey = await UnwrapAsync(envelope, associatedData, cancellationToken);
        try
        {
            return envelope with { KeyId = master.Id, WrappedKey = Wrap(master, dataKey, associatedData) };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    private async Task<byte[]> UnwrapAsync(SecretEnvelope envelope, string associatedData, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.Format != SecretEnvelope.CurrentFormat)
        {
            throw new OrcheoException(
                ErrorCodes.SecretDamaged, $"The secret of {Owner(associatedData)} has format {envelope.Format}, which this version of Orcheo does not know.");
        }

        var master = await keys.GetAsync(envelope.KeyId, cancellationToken);
        return Open(master.Bytes.Span, envelope.WrappedKey, BoundKey(master.Id, associatedData)) ?? throw Damaged(associatedData);
    }

    private static string Wrap(MasterKey master, byte[] dataKey, string associatedData) =>
        Seal(master.Bytes.Span, dataKey, BoundKey(master.Id, associatedData));

    private static string Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plaintext, byte[] associatedData)
    {
        var sealedBytes = new byte[NonceLength + plaintext.Length + TagLength];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plaintext, sealedBytes.AsSpan(NonceLength, plaintext.Length), sealedBytes.AsSpan(NonceLength + plaintext.Length), associatedData);
        return Convert.ToBase64String(sealedBytes);
    }

    /// <summary>The plaintext; null when the key or the associated data is another, or when a bit was changed.</summary>
    private static byte[]? Open(ReadOnlySpan<byte> key, string base64, byte[] associatedData)
    {
        var sealedBytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, sealedBytes, out var length) || length < NonceLength + TagLength)
        {
            return null;
        }

        var plaintext = new byte[length - NonceLength - TagLength];
        try
        {
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(
                sealedBytes.AsSpan(0, NonceLength),
                sealedBytes.AsSpan(NonceLength, plaintext.Length),
                sealedBytes.AsSpan(NonceLength + plaintext.Length, TagLength),
                plaintext,
                associatedData);
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // The two uses are told apart, so that neither part of an envelope can stand in for the other.
    private static byte[] BoundData(string associatedData) => Encoding.UTF8.GetBytes("data|" + associatedData);

    private static byte[] BoundKey(string keyId, string associatedData) => Encoding.UTF8.GetBytes($"key|{keyId}|{associatedData}");

    private static OrcheoException Damaged(string associatedData) => new(
        ErrorCodes.SecretDamaged, $"The stored secret of {Owner(associatedData)} cannot be decrypted: it was altered, or moved from elsewhere. Set it again.");

    /// <summary>Associated data is <c>tenant|id|version</c>: the id says enough, and is no secret.</summary>
    private static string Owner(string associatedData) => associatedData.Split('|') is [_, var id, ..] ? id : associatedData;
}
