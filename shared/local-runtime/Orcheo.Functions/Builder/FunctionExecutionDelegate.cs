using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>Handles an invocation.</summary>
/// <param name="context">The invocation.</param>
/// <returns>A task that ends when the invocation has been handled.</returns>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "The real package names it so.")]
public delegate Task FunctionExecutionDelegate(FunctionContext context);
