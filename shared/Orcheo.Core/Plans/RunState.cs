using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Core.Plans;

/// <summary>The <c>state</c> of a run: patches folded so that the order of arrival does not matter, only their sequence numbers.</summary>
internal sealed class RunState
{
    private readonly SortedDictionary<string, (long Seq, JsonElement Value)> _values = new(StringComparer.Ordinal);
    private readonly List<string> _patchedBy = [];
    private JsonElement? _element;

    /// <summary>The nodes that have patched it, in the order of arrival.</summary>
    public IReadOnlyList<string> PatchedBy => _patchedBy;

    /// <summary>Whether every patch is here; false when one is in its checkpoint only.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Sets the values of a node's patch.</summary>
    public void Apply(string nodeId, JsonElement patch, long seq)
    {
        _patchedBy.Add(nodeId);
        Apply(patch, seq);
    }

    /// <summary>Notes a node's patch that is in its checkpoint only.</summary>
    public void ApplyStored(string nodeId)
    {
        _patchedBy.Add(nodeId);
        IsWhole = false;
    }

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
    public void WriteAll(Utf8JsonWriter writer) => Write(writer, _values.Keys);

    /// <summary>Writes an object with those of the named values that are set.</summary>
    public void WriteOnly(Utf8JsonWriter writer, IEnumerable<string> names) => Write(writer, names);

    /// <summary>The characters that values take in a message.</summary>
    /// <param name="names">Which; null for all.</param>
    public int SizeOf(IEnumerable<string>? names)
    {
        var size = 0;
        foreach (var name in names ?? _values.Keys)
        {
            size += _values.TryGetValue(name, out var present) ? MessageSize.Of(name) + MessageSize.Of(present.Value) : 0;
        }

        return size;
    }

    private void Write(Utf8JsonWriter writer, IEnumerable<string> names)
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
