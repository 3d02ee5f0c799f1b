using Microsoft.AspNetCore.Http;
using Orcheo.Functions.Invocation;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The ASP.NET Core side of an invocation.</summary>
public static class FunctionContextExtensions
{
    /// <summary>Gets the request's context.</summary>
    /// <param name="context">The invocation.</param>
    /// <returns>The HTTP context, or null for a function that no request started.</returns>
    /// <remarks>Null, too, in middleware registered before <c>ConfigureFunctionsWebApplication</c>.</remarks>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context is HostFunctionContext { HasItems: false } host)
        {
            return host.AttachedHttpContext;
        }

        return context.Items.TryGetValue(HostFunctionContext.HttpContextKey, out var value) ? value as HttpContext : null;
    }
}
