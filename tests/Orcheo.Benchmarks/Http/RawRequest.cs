using System.Globalization;
using System.Text;

namespace Orcheo.Benchmarks.Http;

/// <summary>A request as the bytes that are sent, made once and sent many times.</summary>
internal static class RawRequest
{
    public static byte[] Get(StackProcess stack, string path) => Make(stack, "GET", path, null, [Key(stack)]);

    public static byte[] Post(StackProcess stack, string path, string json, params string[] headers) => Make(stack, "POST", path, json, [Key(stack), .. headers]);

    /// <summary>A delivery to a webhook: without an API key.</summary>
    public static byte[] Deliver(StackProcess stack, string path, string json, params string[] headers) => Make(stack, "POST", path, json, headers);

    private static string Key(StackProcess stack) => $"Authorization: Bearer {stack.Key}";

    private static byte[] Make(StackProcess stack, string method, string path, string? json, string[] headers)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{method} /api{path} HTTP/1.1\r\nHost: {stack.Address.Authority}\r\n");
        foreach (var header in headers)
        {
            text.Append(header).Append("\r\n");
        }

        if (json is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(json).ToString());
    }
}
