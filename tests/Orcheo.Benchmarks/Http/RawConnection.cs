using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Orcheo.Benchmarks.Http;

/// <summary>
/// One kept-alive HTTP/1.1 connection that sends ready-made bytes and reads the answer. The load generator shares the cores with what
/// it measures, so it does no more than that: a general client would take a good part of the time for itself.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];
    private int _filled;

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = new RawConnection();
        try
        {
            var host = address.IsLoopback ? IPAddress.Loopback.ToString() : address.Host;
            await connection._socket.ConnectAsync(host, address.Port, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads the whole answer. The body stays valid until the next call.</summary>
    public async Task<RawAnswer> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        await _socket.SendAsync(request, cancellationToken);
        _filled = 0;
        while (true)
        {
            if (TryParse(out var answer))
            {
                return answer;
            }

            if (_filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), cancellationToken);
            if (read == 0)
            {
                throw new IOException("The stack closed the connection before its answer was complete.");
            }

            _filled += read;
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool TryParse(out RawAnswer answer)
    {
        answer = default;
        var received = _buffer.AsSpan(0, _filled);
        var headEnd = received.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
        {
            return false;
        }

        var head = received[..headEnd];
        if (!Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int status, out _))
        {
            throw new IOException("The answer does not begin with an HTTP status line.");
        }

        var bodyStart = headEnd + 4;
        if (Header(head, "content-length: "u8) is { } length)
        {
            if (_filled < bodyStart + length)
            {
                return false;
            }

            answer = new RawAnswer(status, _buffer.AsMemory(bodyStart, length));
            return true;
        }

        // Without a length the body comes in chunks; an empty one ends it. Chunk lines stay in the body: nobody parses large bodies here.
        if (status is 204 or 304 || received[bodyStart..].EndsWith("0\r\n\r\n"u8))
        {
            answer = new RawAnswer(status, _buffer.AsMemory(bodyStart, _filled - bodyStart));
            return true;
        }

        return false;
    }

    private static int? Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> lowerCaseName)
    {
        var rest = head;
        for (var lineEnd = rest.IndexOf("\r\n"u8); lineEnd >= 0; lineEnd = rest.IndexOf("\r\n"u8))
        {
            rest = rest[(lineEnd + 2)..];
            if (rest.Length > lowerCaseName.Length
                && System.Text.Ascii.EqualsIgnoreCase(rest[..lowerCaseName.Length], lowerCaseName)
                && Utf8Parser.TryParse(rest[lowerCaseName.Length..], out int value, out _))
            {
                return value;
            }
        }

        return null;
    }
}

/// <summary>An answer.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Body">The body, with chunk lines when it came in chunks; valid until the connection is used again.</param>
internal readonly record struct RawAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    public bool Contains(ReadOnlySpan<byte> text) => Body.Span.IndexOf(text) >= 0;
}
