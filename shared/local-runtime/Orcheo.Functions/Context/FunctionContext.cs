namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>The invocation's unique id.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The function's id, stable across starts.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The distributed tracing context.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger knows beyond its own value.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>How often the host has retried this invocation.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation: one scope, disposed when the invocation ends.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function that is invoked.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>A place for middleware to leave values for one another and for the function.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>Features of this invocation, by type.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Cancelled when the caller has gone, the function's time is up, or the host is stopping.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}
