using System.Text.Json;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace Orcheo.Core.Expressions;

/// <summary>Brings JSON into the script engine.</summary>
internal static class ScopeReader
{
    /// <summary>An object or array as the engine has it.</summary>
    /// <remarks>Depth is bounded by what <see cref="JsonDocument"/> reads.</remarks>
    public static ObjectInstance ToObject(Engine engine, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var items = new JsValue[element.GetArrayLength()];
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                items[index++] = ToValue(engine, item);
            }

            return new JsArray(engine, items);
        }

        var result = new JsObject(engine);
        foreach (var member in element.EnumerateObject())
        {
            result.CreateDataProperty(JsString.Create(member.Name), ToValue(engine, member.Value));
        }

        return result;
    }

    private static JsValue ToValue(Engine engine, JsonElement element) =>
        element.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? ToObject(engine, element)
            : ScopeValue.Of(element).ToScalar();
}
