namespace Microsoft.Azure.Functions.Worker;

/// <summary>A parameter of a function could not be given a value.</summary>
/// <param name="message">What went wrong.</param>
/// <param name="innerException">The cause.</param>
public class FunctionInputConverterException(string? message, Exception? innerException)
    : FunctionWorkerException(message, innerException)
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">What went wrong.</param>
    public FunctionInputConverterException(string? message)
        : this(message, null)
    {
    }
}
