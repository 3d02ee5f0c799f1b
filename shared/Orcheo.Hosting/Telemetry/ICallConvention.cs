using System.Diagnostics;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Telemetry;

/// <summary>How a kind of call is described as a span: OpenTelemetry has a semantic convention for each.</summary>
internal interface ICallConvention
{
    /// <summary>The name of the span; from few, so that spans can be grouped by it.</summary>
    string NameOf(ExternalCall call);

    /// <summary>Says what is called.</summary>
    /// <param name="span">The span.</param>
    /// <param name="call">The call, without its credential.</param>
    /// <param name="redactor">Removes the run's secrets from whatever becomes an attribute.</param>
    void Begin(Activity span, ExternalCall call, IRedactor redactor);

    /// <summary>Says what came back.</summary>
    void End(Activity span, JsonElement response);

    /// <summary>Says what is known of a failure beside its code and message.</summary>
    void Fail(Activity span, OrcheoException failure);
}
