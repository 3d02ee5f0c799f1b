using System.Text.Json;
using Microsoft.DurableTask;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Orcheo.EngineTests;

/// <summary>Reads and writes payloads as the Functions worker does: names without regard to case, and no public fields.</summary>
internal sealed class WorkerConverter : DataConverter
{
    public static JsonSerializerOptions Options { get; } = new() { PropertyNameCaseInsensitive = true };

    public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Options);

    public override object? Deserialize(string? data, Type targetType) => data is null ? null : JsonSerializer.Deserialize(data, targetType, Options);

    /// <summary>What becomes of an activity's input or result in the Functions host, through which both go.</summary>
    public static string? ThroughTheHost(string? json)
    {
        using var reader = json is null ? null : new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        return reader is null ? null : JToken.Load(reader).ToString(Formatting.None);
    }
}
