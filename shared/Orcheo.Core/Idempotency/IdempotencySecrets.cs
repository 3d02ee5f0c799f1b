using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Orcheo.Core.Idempotency;

/// <summary>
/// What is derived from a caller's bearer token and the <c>Idempotency-Key</c> of a request. An answer that is kept may hold a secret
/// that is shown once, and a request may hold one too. The server keeps neither the token nor the key, so that nobody can read the
/// answer, or test a guess of the request, who has but the stored rows.
/// </summary>
public sealed class IdempotencySecrets
{
    private const int KeyBytes = 32;
    private const int SaltBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const byte Format = 1;

    private readonly byte[] _secret;
    private readonly byte[] _fingerprintKey;

    /// <summary>Derives from a token and a key.</summary>
    public IdempotencySecrets(string token, string key)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(key);
        _secret = [.. Prefixed(Encoding.UTF8.GetBytes(token)), .. Encoding.UTF8.GetBytes(key)];
        Row = Convert.ToHexStringLower(Derive("orcheo idempotency row"));
        _fingerprintKey = Derive("orcheo idempotency fingerprint");
    }

    /// <summary>The row under which the key is kept.</summary>
    public string Row { get; }

    /// <summary>What tells a repetition from another request.</summary>
    public string Fingerprint(string method, string path, string query, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _fingerprintKey);
        foreach (var part in (ReadOnlySpan<string>)[method, path, query])
        {
            hash.AppendData(Prefixed(Encoding.UTF8.GetBytes(part)));
        }

        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Encrypts an answer (AES-256-GCM under a key of its own).</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="place">Where it will be kept; it can be opened for no other.</param>
    public byte[] Seal(ReadOnlySpan<byte> answer, string place)
    {
        var sealedAnswer = new byte[1 + SaltBytes + NonceBytes + TagBytes + answer.Length];
        var parts = Split(sealedAnswer);
        sealedAnswer[0] = Format;
        RandomNumberGenerator.Fill(parts.Salt.Span);
        RandomNumberGenerator.Fill(parts.Nonce.Span);
        using var cipher = new AesGcm(Derive("orcheo idempotent answer", parts.Salt.ToArray()), TagBytes);
        cipher.Encrypt(parts.Nonce.Span, answer, parts.Text.Span, parts.Tag.Span, Encoding.UTF8.GetBytes(place));
        return sealedAnswer;
    }

    /// <summary>Decrypts what <see cref="Seal"/> has made.</summary>
    /// <exception cref="CryptographicException">It was made with another token or key, for another place, or was changed.</exception>
    public byte[] Open(byte[] sealedAnswer, string place)
    {
        ArgumentNullException.ThrowIfNull(sealedAnswer);
        if (sealedAnswer.Length < 1 + SaltBytes + NonceBytes + TagBytes || sealedAnswer[0] != Format)
        {
            throw new CryptographicException("The kept answer is not of a format that is known.");
        }

        var parts = Split(sealedAnswer);
        var answer = new byte[parts.Text.Length];
        using var cipher = new AesGcm(Derive("orcheo idempotent answer", parts.Salt.ToArray()), TagBytes);
        cipher.Decrypt(parts.Nonce.Span, parts.Text.Span, parts.Tag.Span, answer, Encoding.UTF8.GetBytes(place));
        return answer;
    }

    private byte[] Derive(string purpose, byte[]? salt = null) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, KeyBytes, salt, Encoding.ASCII.GetBytes(purpose));

    private static (Memory<byte> Salt, Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) Split(byte[] sealedAnswer)
    {
        var rest = sealedAnswer.AsMemory(1);
        return (rest[..SaltBytes], rest.Slice(SaltBytes, NonceBytes), rest.Slice(SaltBytes + NonceBytes, TagBytes), rest[(SaltBytes + NonceBytes + TagBytes)..]);
    }

    /// <summary>Bytes behind their length, so that no two lists of parts run together.</summary>
    private static byte[] Prefixed(byte[] part)
    {
        var bytes = new byte[4 + part.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, part.Length);
        part.CopyTo(bytes, 4);
        return bytes;
    }
}
