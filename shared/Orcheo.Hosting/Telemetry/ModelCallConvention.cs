using System.Diagnostics;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Telemetry;

/// <summary>
/// Spans of model calls: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/. What was asked and answered is not in them.
/// </summary>
internal sealed class ModelCallConvention : ICallConvention
{
    private const string Chat = "chat";

    /// <summary>Whose protocol it is, whoever serves the model.</summary>
    private const string Provider = "openai";

    public string NameOf(ExternalCall call) => ModelOf(call) is { } model ? $"{Chat} {model}" : Chat;

    public void Begin(Activity span, ExternalCall call, IRedactor redactor)
    {
        span.SetTag(AttributeNames.GenAiOperation, Chat);
        span.SetTag(AttributeNames.GenAiProvider, Provider);
        span.SetTag(AttributeNames.GenAiRequestModel, ModelOf(call));
    }

    public void End(Activity span, JsonElement response)
    {
        if (response.ValueKind == JsonValueKind.Object && response.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
        {
            span.SetTag(AttributeNames.GenAiInputTokens, Count(usage, "tokens_in"));
            span.SetTag(AttributeNames.GenAiOutputTokens, Count(usage, "tokens_out"));
        }
    }

    public void Fail(Activity span, OrcheoException failure)
    {
    }

    private static string? ModelOf(ExternalCall call) =>
        call.Request.ValueKind == JsonValueKind.Object && call.Request.TryGetProperty("model", out var model) ? model.GetString() : null;

    private static long? Count(JsonElement usage, string member) =>
        usage.TryGetProperty(member, out var count) && count.TryGetInt64(out var number) ? number : null;
}
