using System.Buffers;
using System.IO.Compression;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Http;

namespace Orcheo.Nodes.HttpRequest;

/// <summary>Reads response bodies, decompressed, and never more than asked for.</summary>
internal static class ResponseReader
{
    /// <summary>The content codings that are asked for and undone.</summary>
    public const string Encodings = "gzip, br";

    private const int ChunkBytes = 16 * 1024;

    /// <summary>Whether the body comes compressed in a way that is undone here.</summary>
    public static bool IsDecoded(HttpContent content) => Coding(content) is not null;

    /// <summary>Reads the body.</summary>
    /// <param name="response">The response, of which only the headers are there.</param>
    /// <param name="uri">Where it came from, for messages.</param>
    /// <param name="limit">The most bytes to read, counted after decompression, whatever Content-Length says.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The bytes, and whether there are more than the limit; then only the first ones are given.</returns>
    /// <exception cref="NodeException">ORC3002 or ORC3013.</exception>
    public static async Task<(ReadOnlyMemory<byte> Bytes, bool Cut)> ReadAsync(
        HttpResponseMessage response, Uri uri, int limit, CancellationToken cancellationToken)
    {
        var written = new ArrayBufferWriter<byte>();
        try
        {
            await using var raw = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using var body = Decode(raw, Coding(response.Content));
            while (true)
            {
                // One byte more than the limit is enough to know.
                var chunk = written.GetMemory(ChunkBytes);
                var room = limit - written.WrittenCount + 1L;
                var read = await body.ReadAsync(chunk.Length > room ? chunk[..(int)room] : chunk, cancellationToken);
                written.Advance(read);
                if (read == 0)
                {
                    return (written.WrittenMemory, false);
                }

                if (written.WrittenCount > limit)
                {
                    return (written.WrittenMemory[..limit], true);
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            // The second is Brotli's way to say it.
            throw OutboundHttp.Invalid(uri, "the body is not compressed as its content-encoding says", exception);
        }
        catch (Exception exception) when (OutboundHttp.IsTransport(exception))
        {
            throw OutboundHttp.Explain(uri, exception);
        }
    }

    private static string? Coding(HttpContent content) =>
        content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values) ? values.ToString().Trim().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => "gzip",
            "br" => "br",
            _ => null,
        }
        : null;

    private static Stream Decode(Stream raw, string? coding) => coding switch
    {
        "gzip" => new GZipStream(raw, CompressionMode.Decompress, leaveOpen: true),
        "br" => new BrotliStream(raw, CompressionMode.Decompress, leaveOpen: true),
        _ => raw,
    };
}
