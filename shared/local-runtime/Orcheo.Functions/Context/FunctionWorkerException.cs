namespace Microsoft.Azure.Functions.Worker;

/// <summary>The host could not run a function.</summary>
/// <param name="message">What went wrong.</param>
/// <param name="innerException">The cause.</param>
public class FunctionWorkerException(string? message, Exception? innerException) : Exception(message, innerException)
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What went wrong.</param>
    public FunctionWorkerException(string? message)
        : this(message, null)
    {
    }
}
