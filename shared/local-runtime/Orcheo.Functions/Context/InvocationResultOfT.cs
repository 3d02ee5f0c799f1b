namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned. Middleware may read and replace it after the function has run.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public abstract class InvocationResult<T>
{
    /// <summary>The result.</summary>
    public abstract T? Value { get; set; }
}
