using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Json;

/// <summary>
/// A JSON object of a request, read member by member: every fault is collected with its pointer, and <see cref="Close"/> reports
/// the members that nobody asked for.
/// </summary>
/// <remarks>
/// An absent optional member gives null; so does an explicit <c>null</c> for text, numbers, booleans and times. Arrays and objects
/// must be absent rather than null. After a fault the value is null too: look at <see cref="JsonFaults.Any"/> before using what was read.
/// </remarks>
public sealed class StrictObject
{
    /// <summary>The longest id that <see cref="Id"/> reads.</summary>
    public const int MaxIdLength = 64;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly List<string> _known = [];
    private readonly JsonFaults _faults;

    private StrictObject(JsonElement element, string pointer, JsonFaults faults)
    {
        Element = element;
        Pointer = pointer;
        _faults = faults;
    }

    /// <summary>The object.</summary>
    public JsonElement Element { get; }

    /// <summary>RFC 6901 pointer to the object.</summary>
    public string Pointer { get; }

    /// <summary>The node that the object belongs to; named in its faults.</summary>
    public string? NodeId { get; set; }

    /// <summary>The edge that the object belongs to; named in its faults.</summary>
    public string? EdgeId { get; set; }

    /// <summary>Reads a request body that must be an object; null, with a fault, when it is not.</summary>
    public static StrictObject? Parse(ReadOnlyMemory<byte> utf8, JsonFaults faults) =>
        StrictJson.Parse(utf8, faults) is { } element ? From(element, string.Empty, faults) : null;

    /// <summary>Reads a value that must be an object; null, with a fault, when it is not.</summary>
    public static StrictObject? From(JsonElement element, string pointer, JsonFaults faults, string? nodeId = null, string? edgeId = null)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (element.ValueKind == JsonValueKind.Object)
        {
            return new StrictObject(element, pointer, faults) { NodeId = nodeId, EdgeId = edgeId };
        }

        faults.Add(new ErrorDetail(ErrorCodes.WrongType, $"Must be an object, not {Describe(element)}.", pointer, nodeId, edgeId));
        return null;
    }

    /// <summary>Whether the member is there, even as <c>null</c>.</summary>
    public bool Has(string name) => Element.TryGetProperty(name, out _);

    /// <summary>Reads text.</summary>
    /// <param name="name">The member.</param>
    /// <param name="required">Whether its absence is a fault.</param>
    /// <param name="minLength">The least length, in Unicode code points.</param>
    /// <param name="maxLength">The greatest length, in Unicode code points.</param>
    public string? Text(string name, bool required = false, int minLength = 0, int maxLength = int.MaxValue)
    {
        if (!TryGet(name, JsonValueKind.String, "a string", required, nullable: true, out var value))
        {
            return null;
        }

        var text = value.GetString()!;
        if (IsWithin(text, minLength, maxLength))
        {
            return text;
        }

        Fault(ErrorCodes.ValueOutOfRange, $"Must be {minLength} to {maxLength} characters long.", name);
        return null;
    }

    /// <summary>Reads a name for people: text of 1 character at least that is not white space only.</summary>
    public string? Name(string name, bool required, int maxLength)
    {
        var text = Text(name, required, 1, maxLength);
        if (text is null || !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        Fault(ErrorCodes.ValueOutOfRange, "Must not be white space only.", name);
        return null;
    }

    /// <summary>Reads an id inside a document: 1 to 64 letters, digits, <c>_</c> and <c>-</c>.</summary>
    public string? Id(string name, bool required = true)
    {
        if (!TryGet(name, JsonValueKind.String, "a string", required, nullable: !required, out var value))
        {
            return null;
        }

        var text = value.GetString()!;
        if (text.Length is > 0 and <= MaxIdLength && !text.AsSpan().ContainsAnyExcept(IdCharacters))
        {
            return text;
        }

        Fault(ErrorCodes.InvalidId, $"Must be 1 to {MaxIdLength} letters, digits, '_' or '-'.", name);
        return null;
    }

    /// <summary>Reads a number.</summary>
    /// <param name="name">The member.</param>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    /// <param name="aboveMin">Whether <paramref name="min"/> itself is not allowed.</param>
    /// <param name="required">Whether its absence is a fault.</param>
    public double? Number(string name, double min, double max, bool aboveMin = false, bool required = false)
    {
        if (!TryGet(name, JsonValueKind.Number, "a number", required, nullable: true, out var value))
        {
            return null;
        }

        var number = value.GetDouble();
        if (number <= max && (aboveMin ? number > min : number >= min))
        {
            return number;
        }

        Fault(ErrorCodes.ValueOutOfRange, string.Create(
            CultureInfo.InvariantCulture, $"Must be a number {(aboveMin ? "above" : "from")} {min} {(aboveMin ? "and at most" : "to")} {max}."), name);
        return null;
    }

    /// <summary>Reads a whole number; <c>2.0</c> is one.</summary>
    public int? Integer(string name, int min, int max, bool required = false)
    {
        if (!TryGet(name, JsonValueKind.Number, "a whole number", required, nullable: true, out var value))
        {
            return null;
        }

        var number = value.GetDouble();
        if (number >= min && number <= max && Math.Floor(number) == number)
        {
            return (int)number;
        }

        Fault(ErrorCodes.ValueOutOfRange, string.Create(CultureInfo.InvariantCulture, $"Must be a whole number from {min} to {max}."), name);
        return null;
    }

    /// <summary>Reads <c>true</c> or <c>false</c>.</summary>
    public bool? Boolean(string name, bool required = false)
    {
        Know(name);
        if (Element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        // Whatever is left is absent, null or wrong: the kind asked for here cannot match.
        TryGet(name, JsonValueKind.True, "true or false", required, nullable: true, out _);
        return null;
    }

    /// <summary>Reads one of several words.</summary>
    public string? Choice(string name, IReadOnlyList<string> words, bool required = false)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (Text(name, required) is not { } text)
        {
            return null;
        }

        if (words.Contains(text))
        {
            return text;
        }

        Fault(ErrorCodes.ValueOutOfRange, $"Must be one of {string.Join(", ", words)}{DidYouMean.Hint(text, words)}.", name);
        return null;
    }

    /// <summary>Reads a date and time of RFC 3339; the answer is in UTC.</summary>
    public DateTimeOffset? Time(string name, bool required = false)
    {
        if (!TryGet(name, JsonValueKind.String, "a string", required, nullable: true, out var value))
        {
            return null;
        }

        // Without an offset the time would be taken as local.
        if (value.TryGetDateTimeOffset(out var time) && value.GetString() is { } text && (text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) > 10))
        {
            return time.ToUniversalTime();
        }

        Fault(ErrorCodes.ValueOutOfRange, "Must be a date and time as of RFC 3339, e.g. 2026-01-31T09:15:00Z.", name);
        return null;
    }

    /// <summary>Reads a value of any type, <c>null</c> included.</summary>
    public JsonElement? Any(string name, bool required = false)
    {
        Know(name);
        if (Element.TryGetProperty(name, out var value))
        {
            return value;
        }

        if (required)
        {
            Missing(name);
        }

        return null;
    }

    /// <summary>Reads an object whose members are free.</summary>
    /// <param name="name">The member.</param>
    /// <param name="required">Whether its absence is a fault.</param>
    /// <param name="maxBytes">The largest size, in bytes of JSON without insignificant white space.</param>
    public JsonElement? FreeObject(string name, bool required = false, int maxBytes = int.MaxValue)
    {
        if (!TryGet(name, JsonValueKind.Object, "an object", required, nullable: false, out var value))
        {
            return null;
        }

        if (RawJson.SizeAtMost(value, maxBytes))
        {
            return value;
        }

        Fault(ErrorCodes.ValueOutOfRange, $"Must be at most {maxBytes} bytes of JSON.", name);
        return null;
    }

    /// <summary>Reads an object, member by member; the caller closes it.</summary>
    public StrictObject? Object(string name, bool required = false) =>
        TryGet(name, JsonValueKind.Object, "an object", required, nullable: false, out var value)
            ? From(value, JsonPointer.Append(Pointer, name), _faults, NodeId, EdgeId)
            : null;

    /// <summary>Reads an array: each item with its pointer. Null when it is absent or not an array.</summary>
    public IReadOnlyList<(JsonElement Element, string Pointer)>? Array(string name, bool required = false, int maxItems = int.MaxValue, string? tooManyCode = null)
    {
        if (!TryGet(name, JsonValueKind.Array, "an array", required, nullable: false, out var value))
        {
            return null;
        }

        if (value.GetArrayLength() > maxItems)
        {
            Fault(tooManyCode ?? ErrorCodes.ValueOutOfRange, $"Must hold at most {maxItems} items, not {value.GetArrayLength()}.", name);
            return null;
        }

        var pointer = JsonPointer.Append(Pointer, name);
        return [.. value.EnumerateArray().Select((item, index) => (item, JsonPointer.Append(pointer, index)))];
    }

    /// <summary>Reads an array of strings; items that are none are faults and left out.</summary>
    public IReadOnlyList<string>? Texts(string name, bool required = false, int maxItems = int.MaxValue, int minLength = 0, int maxLength = int.MaxValue)
    {
        if (Array(name, required, maxItems) is not { } items)
        {
            return null;
        }

        var texts = new List<string>(items.Count);
        foreach (var (item, pointer) in items)
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                _faults.Add(new ErrorDetail(ErrorCodes.WrongType, $"Must be a string, not {Describe(item)}.", pointer, NodeId, EdgeId));
            }
            else if (item.GetString() is { } text && IsWithin(text, minLength, maxLength))
            {
                texts.Add(text);
            }
            else
            {
                _faults.Add(new ErrorDetail(ErrorCodes.ValueOutOfRange, $"Must be {minLength} to {maxLength} characters long.", pointer, NodeId, EdgeId));
            }
        }

        return texts;
    }

    /// <summary>Members that may be there but are not read.</summary>
    public void Ignore(params ReadOnlySpan<string> names) => _known.AddRange(names);

    /// <summary>Reports a fault at a member, or at the place where a missing one should be.</summary>
    public void Fault(string code, string message, string name) =>
        _faults.Add(new ErrorDetail(code, message, JsonPointer.Append(Pointer, name), NodeId, EdgeId));

    /// <summary>Reports the members that were neither read nor ignored.</summary>
    public void Close()
    {
        foreach (var member in Element.EnumerateObject())
        {
            if (!_known.Contains(member.Name))
            {
                Fault(ErrorCodes.UnknownMember, $"Unknown member '{member.Name}'{DidYouMean.Hint(member.Name, _known)}.", member.Name);
            }
        }
    }

    /// <summary>What a value is, in words.</summary>
    internal static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    /// <summary>Whether the text has so many code points, as JSON Schema counts.</summary>
    internal static bool IsWithin(string text, int min, int max)
    {
        if (text.Length >= 2L * min && text.Length <= max)
        {
            return true;
        }

        var count = text.EnumerateRunes().Count();
        return count >= min && count <= max;
    }

    private void Know(string name) => _known.Add(name);

    private void Missing(string name) =>
        Fault(ErrorCodes.MissingMember, $"The member '{name}' is missing.", name);

    private bool TryGet(string name, JsonValueKind kind, string kindName, bool required, bool nullable, out JsonElement value)
    {
        Know(name);
        if (!Element.TryGetProperty(name, out value))
        {
            if (required)
            {
                Missing(name);
            }

            return false;
        }

        if (value.ValueKind == kind)
        {
            return true;
        }

        if (required || !nullable || value.ValueKind != JsonValueKind.Null)
        {
            Fault(ErrorCodes.WrongType, $"Must be {kindName}, not {Describe(value)}.", name);
        }

        return false;
    }
}
