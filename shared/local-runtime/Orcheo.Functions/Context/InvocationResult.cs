namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned. Middleware may read and replace it after the function has run.</summary>
public abstract class InvocationResult : InvocationResult<object>
{
}
