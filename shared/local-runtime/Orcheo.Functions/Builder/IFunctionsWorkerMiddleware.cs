namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Runs around every invocation of every function. Registered as a singleton.</summary>
/// <remarks>It also runs around orchestrators, at every replay, and must do no I/O there.</remarks>
public interface IFunctionsWorkerMiddleware
{
    /// <summary>Handles an invocation.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="next">The rest of the pipeline.</param>
    /// <returns>A task that ends when the invocation has been handled.</returns>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}
