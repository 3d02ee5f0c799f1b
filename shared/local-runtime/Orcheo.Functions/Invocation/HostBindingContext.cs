using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Orcheo.Functions.Invocation;

/// <summary>Route values win over query values of the same name, as on the real host.</summary>
internal sealed class HostBindingContext(HostFunctionContext context) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData => field ??= context.Request is { } http
        ? OfRequest(http)
        : context.InstanceId is { } id
            ? new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase) { ["instanceId"] = id }
            : ImmutableDictionary<string, object?>.Empty;

    private static Dictionary<string, object?> OfRequest(HttpContext http)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in http.Request.Query)
        {
            data[name] = values.ToString();
        }

        foreach (var (name, value) in http.Request.RouteValues)
        {
            data[name] = value;
        }

        return data;
    }
}
