using System.Text;
using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Json;

/// <summary>One pass over a JSON text that finds what the framework's reader lets through.</summary>
internal sealed class StrictJsonScanner(JsonFaults faults)
{
    private readonly Stack<Frame> _frames = new();

    /// <summary>Scans the text; false when it cannot be read.</summary>
    public bool Scan(ReadOnlySpan<byte> text)
    {
        // The depth is counted here, as the framework's reader does not tell this failure from malformed text.
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = int.MaxValue });
        try
        {
            while (reader.Read())
            {
                if (!Accept(ref reader, text))
                {
                    return false;
                }
            }

            return true;
        }
        catch (JsonException exception)
        {
            faults.Add(ErrorCodes.MalformedJson, $"{Describe(exception)} ({Place(text, exception)}).", Pointer());
            return false;
        }
    }

    private bool Accept(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                NextItem();
                if (reader.CurrentDepth >= StrictJson.MaxDepth)
                {
                    faults.Add(
                        ErrorCodes.TooDeep,
                        $"The document is nested more than {StrictJson.MaxDepth} levels deep ({StrictJson.Place(text, reader.TokenStartIndex)}).",
                        Pointer());
                    return false;
                }

                _frames.Push(new Frame(reader.TokenType == JsonTokenType.StartArray));
                return true;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _frames.Pop();
                return true;
            case JsonTokenType.PropertyName:
                return AcceptName(ref reader, text);
            case JsonTokenType.String:
                NextItem();
                return TryGetText(ref reader, text, out _);
            case JsonTokenType.Number:
                NextItem();
                if (!reader.TryGetDouble(out var number) || double.IsInfinity(number))
                {
                    faults.Add(ErrorCodes.ValueOutOfRange, "The number is too large for a double.", Pointer());
                }

                return true;
            default:
                NextItem();
                return true;
        }
    }

    private bool AcceptName(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        if (!TryGetText(ref reader, text, out var name, needed: true))
        {
            return false;
        }

        var frame = _frames.Peek();
        frame.Name = name;
        if (!frame.Names.Add(name!))
        {
            faults.Add(ErrorCodes.DuplicateMember, $"The member '{name}' occurs twice in one object.", Pointer());
        }

        return true;
    }

    /// <summary>Decodes a string, which fails for lone surrogates and for bytes that are not UTF-8.</summary>
    private bool TryGetText(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, out string? value, bool needed = false)
    {
        value = null;
        if (!needed && !reader.ValueIsEscaped && Ascii.IsValid(reader.ValueSpan))
        {
            return true;
        }

        try
        {
            value = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            faults.Add(
                ErrorCodes.MalformedJson,
                $"A string holds invalid Unicode ({StrictJson.Place(text, reader.TokenStartIndex)}).",
                Pointer());
            return false;
        }
    }

    private void NextItem()
    {
        if (_frames.TryPeek(out var frame) && frame.IsArray)
        {
            frame.Index++;
        }
    }

    private string Pointer()
    {
        var pointer = string.Empty;
        foreach (var frame in _frames.Reverse())
        {
            if (frame.IsArray && frame.Index >= 0)
            {
                pointer = JsonPointer.Append(pointer, frame.Index);
            }
            else if (frame.Name is not null)
            {
                pointer = JsonPointer.Append(pointer, frame.Name);
            }
        }

        return pointer;
    }

    private static string Place(ReadOnlySpan<byte> text, JsonException exception)
    {
        var start = 0;
        for (var line = 0L; line < exception.LineNumber.GetValueOrDefault(); line++)
        {
            start += text[start..].IndexOf((byte)'\n') + 1;
        }

        return StrictJson.Place(text, start + exception.BytePositionInLine.GetValueOrDefault());
    }

    private static string Describe(JsonException exception)
    {
        // The framework appends its own idea of the place: zero-based and in bytes.
        var end = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return "The body is not valid JSON: " + (end < 0 ? exception.Message : exception.Message[..end]).TrimEnd('.', ' ');
    }

    private sealed class Frame(bool isArray)
    {
        private HashSet<string>? _names;

        public bool IsArray { get; } = isArray;

        public HashSet<string> Names => _names ??= new HashSet<string>(StringComparer.Ordinal);

        public int Index { get; set; } = -1;

        public string? Name { get; set; }
    }
}
