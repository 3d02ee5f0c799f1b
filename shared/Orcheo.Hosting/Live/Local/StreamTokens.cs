using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Live.Local;

/// <summary>What a stream token allows.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="ExecutionId">The one execution that may be watched.</param>
/// <param name="Id">Tells tokens apart.</param>
/// <param name="ExpiresAt">From when on nobody connects with it any more.</param>
internal sealed record StreamTicket(string Tenant, string ExecutionId, string Id, DateTimeOffset ExpiresAt);

/// <summary>
/// Makes and reads stream tokens: a ticket with its HMAC-SHA256. The key is derived from the bootstrap key, so that a token outlives a
/// restart and dies with that key; without one, it is made anew with the process.
/// </summary>
internal sealed class StreamTokens(OrcheoOptions options, TimeProvider time)
{
    private readonly byte[] _key = DeriveKey(options.AdminKey);

    /// <summary>A token for an execution, and for no other.</summary>
    public string Issue(string tenant, string executionId)
    {
        var ticket = new StreamTicket(tenant, executionId, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(12)), time.GetUtcNow() + IStreamNegotiator.Lifetime);
        var text = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(ticket, OrcheoJson.Options));
        return $"{text}.{Base64Url.EncodeToString(Sign(text))}";
    }

    /// <summary>The ticket of a token; null when it was not made here, was changed, or has expired.</summary>
    public StreamTicket? Read(string token)
    {
        if (token.Split('.') is not [var text, var signature] || !IsSignature(text, signature))
        {
            return null;
        }

        var ticket = JsonSerializer.Deserialize<StreamTicket>(Base64Url.DecodeFromChars(text), OrcheoJson.Options)!;
        return time.GetUtcNow() < ticket.ExpiresAt ? ticket : null;
    }

    private bool IsSignature(string text, string signature)
    {
        Span<byte> presented = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return Base64Url.IsValid(signature, out var length)
            && length == presented.Length
            && Base64Url.TryDecodeFromChars(signature, presented, out _)
            && CryptographicOperations.FixedTimeEquals(presented, Sign(text));
    }

    private byte[] Sign(string text) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text));

    private static byte[] DeriveKey(string? adminKey) => string.IsNullOrEmpty(adminKey)
        ? RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes)
        : HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(adminKey), HMACSHA256.HashSizeInBytes, info: "orcheo stream token"u8.ToArray());
}
