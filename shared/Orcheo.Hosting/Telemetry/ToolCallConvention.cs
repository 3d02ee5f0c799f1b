using System.Diagnostics;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Telemetry;

/// <summary>Spans of the tools that a model calls: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/#execute-tool-span.</summary>
internal sealed class ToolCallConvention : ICallConvention
{
    private const string ExecuteTool = "execute_tool";

    // The name comes from the model, and may be anything; authors give their tools few names.
    public string NameOf(ExternalCall call) => ExecuteTool;

    public void Begin(Activity span, ExternalCall call, IRedactor redactor)
    {
        span.SetTag(AttributeNames.GenAiOperation, ExecuteTool);
        span.SetTag(AttributeNames.GenAiToolName, redactor.Redact(call.Target));
    }

    public void End(Activity span, JsonElement response)
    {
    }

    public void Fail(Activity span, OrcheoException failure)
    {
    }
}
