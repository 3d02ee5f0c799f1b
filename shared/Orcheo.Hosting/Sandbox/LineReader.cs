namespace Orcheo.Hosting.Sandbox;

/// <summary>Reads lines of bytes from a stream, each as soon as it is there.</summary>
/// <param name="stream">The stream; not disposed of.</param>
/// <param name="maxBytes">The longest line.</param>
internal sealed class LineReader(Stream stream, int maxBytes)
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _searched;
    private int _end;

    /// <summary>The next line without its end, valid until the next call; null at the end of the stream.</summary>
    /// <exception cref="IOException">The stream broke, ends within a line, or has a longer line than allowed.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = Array.IndexOf(_buffer, (byte)'\n', _searched, _end - _searched);
            if (end >= 0)
            {
                var line = _buffer.AsMemory(_start, end - _start);
                _start = _searched = end + 1;
                return line;
            }

            _searched = _end;
            MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (count == 0)
            {
                return _start == _end ? null : throw new IOException("The stream ends within a line.");
            }

            _end += count;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_searched, _end, _start) = (_searched - _start, _end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            if (_end >= maxBytes)
            {
                throw new IOException($"A line has more than {maxBytes} bytes.");
            }

            Array.Resize(ref _buffer, (int)Math.Min(2L * _buffer.Length, maxBytes));
        }
    }
}
