using System.Text;
using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Nodes.AiAgent;

/// <summary>
/// What a tool call came to, as the model is told and the record has it: <c>{content, is_error}</c>. The run's secrets are removed
/// before: no provider of models gets them.
/// </summary>
public static class ToolResult
{
    /// <summary>A longer content is cut: it would fill the model's context, and could not be recorded whole.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>What the model is told of calls beyond <see cref="AgentSteps.MaxToolCalls"/>.</summary>
    internal const string NotMade = """{"error":{"message":"The call was not made: too many at once. Ask again for fewer."}}""";

    /// <summary>A tool's output.</summary>
    public static JsonElement Of(JsonElement output, IRedactor redactor)
    {
        ArgumentNullException.ThrowIfNull(redactor);
        var redacted = redactor.Redact(output);
        var content = redacted.ValueKind == JsonValueKind.String ? redacted.GetString()! : redacted.GetRawText();
        return Wrap(Cut(content, redactor), isError: false);
    }

    /// <summary>A tool's failure: the model may find a way around it.</summary>
    public static JsonElement Of(string code, string message, JsonElement? details, IRedactor redactor)
    {
        ArgumentNullException.ThrowIfNull(redactor);
        var error = JsonSerializer.SerializeToElement(new { error = new { code, message = redactor.Redact(message), details = details is { } more ? redactor.Redact(more) : (JsonElement?)null } }, OrcheoJson.Options);
        return Wrap(Cut(error.GetRawText(), redactor), isError: true);
    }

    internal static string ContentOf(RecordedCall call) => call.Response.GetProperty("content").GetString()!;

    internal static bool IsError(RecordedCall call) => call.Response.GetProperty("is_error").GetBoolean();

    private static JsonElement Wrap(string content, bool isError) =>
        JsonSerializer.SerializeToElement(new { content, is_error = isError }, OrcheoJson.Options);

    private static string Cut(string content, IRedactor redactor)
    {
        if (Encoding.UTF8.GetByteCount(content) <= MaxBytes)
        {
            return content;
        }

        var bytes = Encoding.UTF8.GetBytes(content).AsSpan();
        var length = MaxBytes;
        while ((bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return $"{redactor.Redact(Encoding.UTF8.GetString(bytes[..length]), cut: true)}\n[cut: {bytes.Length - length} bytes more]";
    }
}
