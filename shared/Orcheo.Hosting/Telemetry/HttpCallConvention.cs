using System.Diagnostics;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Core.Telemetry;

namespace Orcheo.Hosting.Telemetry;

/// <summary>HTTP client spans: https://opentelemetry.io/docs/specs/semconv/http/http-spans/.</summary>
internal sealed class HttpCallConvention : ICallConvention
{
    public string NameOf(ExternalCall call) => Text(call.Request, "method") ?? "HTTP";

    public void Begin(Activity span, ExternalCall call, IRedactor redactor)
    {
        span.SetTag(AttributeNames.HttpMethod, NameOf(call));
        if (Uri.TryCreate(Text(call.Request, "url"), UriKind.Absolute, out var url))
        {
            span.SetTag(AttributeNames.UrlFull, redactor.Redact(UrlRedaction.Of(url)));
            span.SetTag(AttributeNames.ServerAddress, redactor.Redact(url.IdnHost));
            span.SetTag(AttributeNames.ServerPort, url.Port);
        }
    }

    public void End(Activity span, JsonElement response) => SetStatus(span, response);

    public void Fail(Activity span, OrcheoException failure)
    {
        if (failure is NodeException { Details: { } details })
        {
            SetStatus(span, details);
        }
    }

    private static void SetStatus(Activity span, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("status", out var status)
            && status.ValueKind == JsonValueKind.Number
            && status.TryGetInt32(out var code))
        {
            span.SetTag(AttributeNames.HttpStatusCode, code);
        }
    }

    private static string? Text(JsonElement value, string member) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var found) && found.ValueKind == JsonValueKind.String
            ? found.GetString()
            : null;
}
