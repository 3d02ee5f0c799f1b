using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Orcheo.IntegrationTests.Support;

/// <summary>Looks for a secret in bytes, in every encoding in which it may have been written there.</summary>
internal static class SecretSearch
{
    /// <summary>The names of the encodings in which the secret is in those bytes.</summary>
    public static IEnumerable<string> In(ReadOnlyMemory<byte> haystack, string secret) =>
        Forms(secret).Where(form => haystack.Span.IndexOf(form.Bytes) >= 0).Select(form => form.Name);

    /// <summary>As above, in text.</summary>
    public static IEnumerable<string> In(string haystack, string secret) => In(Encoding.UTF8.GetBytes(haystack), secret);

    /// <summary>As above, in files: with the name of the file.</summary>
    public static IReadOnlyList<string> In(IEnumerable<(string Name, byte[] Bytes)> files, string secret) =>
        [.. files.SelectMany(file => In(file.Bytes, secret).Select(form => $"{file.Name}: {form}"))];

    /// <summary>Every file below a folder. Lock files cannot be read while the stack holds them.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Files(string folder, bool running) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !running || Path.GetExtension(file) != ".lock")
            .Select(file => (Path.GetRelativePath(folder, file), Read(file))),
    ];

    private static byte[] Read(string file)
    {
        // The stack may have it open.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Forms(string secret)
    {
        string[] written =
        [
            secret,
            JavaScriptEncoder.Default.Encode(secret),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret)),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(JavaScriptEncoder.Default.Encode(secret)),
            Uri.EscapeDataString(secret),
            Uri.EscapeDataString(Uri.EscapeDataString(secret)),
            WebUtility.UrlEncode(secret),
        ];
        foreach (var text in written.Distinct())
        {
            yield return (text, Encoding.UTF8.GetBytes(text));
            foreach (var before in Enumerable.Range(0, 3))
            {
                // Without the characters at the ends, which depend on the neighbours.
                var base64 = Convert.ToBase64String([.. new byte[before], .. Encoding.UTF8.GetBytes(text)]).TrimEnd('=');
                var core = base64[(before == 0 ? 0 : before + 1)..^1];
                yield return ($"Base64 of {text}", Encoding.ASCII.GetBytes(core));
                yield return ($"Base64 of {text}, URL alphabet", Encoding.ASCII.GetBytes(core.Replace('+', '-').Replace('/', '_')));
            }
        }

        yield return ("UTF-16", Encoding.Unicode.GetBytes(secret));
        yield return ("hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret))));
        yield return ("upper-case hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexString(Encoding.UTF8.GetBytes(secret))));
    }
}
