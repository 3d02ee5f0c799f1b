using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Orcheo.Core.ApiKeys;

/// <summary>Bearer tokens of API keys: <c>orc_&lt;8 characters&gt;_&lt;secret&gt;</c>.</summary>
public static class ApiKeyToken
{
    /// <summary>Characters of a prefix: <c>orc_</c> and 8.</summary>
    public const int PrefixLength = 12;

    /// <summary>Bytes of a hash.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    private const string Mark = "orc_";
    private const int SecretLength = 40;
    private const int StackBytes = 256;

    // 32 characters, so that each carries five random bits: 40 of them in a prefix, 200 in a secret.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

    private static readonly SearchValues<char> PrefixCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Makes a new token.</summary>
    public static (string Token, string Prefix) New()
    {
        var prefix = Mark + RandomNumberGenerator.GetString(Alphabet, PrefixLength - Mark.Length);
        return ($"{prefix}_{RandomNumberGenerator.GetString(Alphabet, SecretLength)}", prefix);
    }

    /// <summary>The prefix of something that looks like a token; null of anything else.</summary>
    public static string? PrefixOf(ReadOnlySpan<char> token) =>
        token.Length > PrefixLength + 1
        && token.StartsWith(Mark, StringComparison.Ordinal)
        && token[PrefixLength] == '_'
        && !token[Mark.Length..PrefixLength].ContainsAnyExcept(PrefixCharacters)
            ? token[..PrefixLength].ToString()
            : null;

    /// <summary>
    /// The SHA-256 of a token. A plain hash is enough: the secret is random and as long as a cryptographic key, so there is nothing to
    /// guess that a slow hash would protect.
    /// </summary>
    public static byte[] Hash(ReadOnlySpan<char> token)
    {
        var length = Encoding.UTF8.GetByteCount(token);
        var bytes = length <= StackBytes ? stackalloc byte[StackBytes] : new byte[length];
        var written = Encoding.UTF8.GetBytes(token, bytes);
        var hash = SHA256.HashData(bytes[..written]);
        CryptographicOperations.ZeroMemory(bytes);
        return hash;
    }
}
