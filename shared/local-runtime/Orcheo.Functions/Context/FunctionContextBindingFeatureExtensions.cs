using Orcheo.Functions.Invocation;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Access to what an invocation was given and what it returned.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>Gets the function's result, of a known type.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="context">The invocation.</param>
    /// <returns>The result, which can be replaced.</returns>
    /// <exception cref="InvalidOperationException">The result is of another type, or there is none.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var host = HostFunctionContext.Of(context);
        return host.Result is T
            ? new HostInvocationResult<T>(host)
            : throw new InvalidOperationException(
                $"The result of this invocation is {host.Result?.GetType().ToString() ?? "null"}, not {typeof(T)}.");
    }

    /// <summary>Gets the function's result.</summary>
    /// <param name="context">The invocation.</param>
    /// <returns>The result, which can be replaced.</returns>
    public static InvocationResult GetInvocationResult(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new HostInvocationResult(HostFunctionContext.Of(context));
    }
}
