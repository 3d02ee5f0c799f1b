using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Orcheo.Core.Triggers.Webhooks.Signatures;

/// <summary>The secrets of schemes whose key is the text itself.</summary>
internal static class TextKey
{
    private const int SignatureBytes = 32;

    /// <summary>The text's UTF-8 bytes.</summary>
    public static bool TryRead(string secret, [NotNullWhen(true)] out byte[]? key)
    {
        key = secret.Length == 0 ? null : Encoding.UTF8.GetBytes(secret);
        return key is not null;
    }

    /// <summary>A new secret with that prefix.</summary>
    public static string New(string prefix) => prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>A signature in hexadecimal; null when it is not one of 32 bytes.</summary>
    public static byte[]? ReadHex(ReadOnlySpan<char> text)
    {
        if (text.Length != SignatureBytes * 2)
        {
            return null;
        }

        var bytes = new byte[SignatureBytes];
        return Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
    }
}
