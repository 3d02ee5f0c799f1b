using System.Text.Json;
using Orcheo.Core.Json;

namespace Orcheo.Core.Plans;

/// <summary>Writes what expressions see of an ended node, wherever its result was kept.</summary>
internal static class ScopeWriter
{
    public const string Succeeded = "succeeded";

    /// <summary>Writes <c>"id": {output, status, error?}</c>.</summary>
    public static void WriteNode(Utf8JsonWriter writer, string nodeId, string status, JsonElement output, RunError? error)
    {
        writer.WriteStartObject(nodeId);
        writer.WritePropertyName("output");
        RawJson.WriteRaw(writer, status == Succeeded ? output : default);
        writer.WriteString("status", status);
        if (error is not null)
        {
            WriteError(writer, error);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes <c>"id": {status}</c>: the rest is in the node's checkpoint.</summary>
    public static void WriteStoredNode(Utf8JsonWriter writer, string nodeId, string status)
    {
        writer.WriteStartObject(nodeId);
        writer.WriteString("status", status);
        writer.WriteEndObject();
    }

    /// <summary>Writes a member.</summary>
    public static void WriteMember(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        RawJson.WriteRaw(writer, value);
    }

    private static void WriteError(Utf8JsonWriter writer, RunError error)
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        if (error.Details is { } details)
        {
            WriteMember(writer, "details", details);
        }

        writer.WriteEndObject();
    }
}
