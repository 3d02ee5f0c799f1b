using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Core.Plans;

/// <summary>The <c>state</c> of a run: patches folded so that the order of arrival does not matter, only their sequence numbers.</summary>
internal sealed class RunState
{
    private readonly SortedDictionary<string, (long Seq, JsonElement Value)> _values = new(StringComparer.Ordinal);
    private JsonElement? _element;

    /// <summary>Sets the values of a patch, except where a later patch has already set them.</summary>
    public void Apply(JsonElement patch, long seq)
    {
        foreach (var member in patch.EnumerateObject())
        {
            if (!_values.TryGetValue(member.Name, out var present) || present.Seq <= seq)
            {
                _values[member.Name] = (seq, member.Value);
            }
        }

        _element = null;
    }

    /// <summary>The whole state as an object, names in ordinal order.</summary>
    public JsonElement ToElement() => _element ??= _values.Count == 0 ? OrcheoJson.EmptyObject : RawJson.Build(WriteAll);

    /// <summary>Writes the whole state as an object.</summary>
    public void WriteAll(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, (_, value)) in _values)
        {
            writer.WritePropertyName(name);
            RawJson.WriteRaw(writer, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes an object with those of the named values that are set.</summary>
    public void WriteOnly(Utf8JsonWriter writer, IEnumerable<string> names)
    {
        writer.WriteStartObject();
        foreach (var name in names)
        {
            if (_values.TryGetValue(name, out var present))
            {
                writer.WritePropertyName(name);
                RawJson.WriteRaw(writer, present.Value);
            }
        }

        writer.WriteEndObject();
    }
}
