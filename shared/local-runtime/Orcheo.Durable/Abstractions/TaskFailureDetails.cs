using System.Collections.Concurrent;
using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>How a task failed, in a form that can be stored.</summary>
/// <param name="ErrorType">The full name of the exception type.</param>
/// <param name="ErrorMessage">The message.</param>
/// <param name="StackTrace">Where it was thrown, when that is known.</param>
/// <param name="InnerFailure">What caused it, when that is known.</param>
/// <param name="Properties">Further facts; may be <c>null</c>.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    private static readonly ConcurrentDictionary<string, Type> Resolved = new(StringComparer.Ordinal);

    /// <summary>Makes details of an exception and its inner exceptions.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>The details.</returns>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        TaskFailureDetails? inner = exception is TaskFailedException failed
            ? failed.FailureDetails
            : exception.InnerException is { } cause ? FromException(cause) : null;
        return new(exception.GetType().ToString(), exception.Message, exception.StackTrace, inner, null);
    }

    /// <summary>Whether the exception was of a type or of one derived from it.</summary>
    /// <typeparam name="T">The exception type.</typeparam>
    /// <returns><c>false</c> also when the type of the exception is not known here.</returns>
    public bool IsCausedBy<T>()
        where T : Exception
        => IsCausedBy(typeof(T));

    /// <summary>Whether the exception was of a type or of one derived from it.</summary>
    /// <param name="targetBaseExceptionType">The exception type.</param>
    /// <returns><c>false</c> also when the type of the exception is not known here.</returns>
    /// <exception cref="ArgumentException">The type is not an exception.</exception>
    /// <exception cref="AmbiguousMatchException">Several assemblies define a type of the recorded name.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException($"The type {targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
        }

        return !string.IsNullOrEmpty(ErrorType)
            && Resolve(ErrorType, targetBaseExceptionType) is { } type
            && targetBaseExceptionType.IsAssignableFrom(type);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    // The recorded name carries no assembly: the base library, then the assembly of the wanted type, then whatever is loaded.
    private static Type? Resolve(string name, Type hint)
    {
        if ((Type.GetType(name, throwOnError: false) ?? hint.Assembly.GetType(name, throwOnError: false)) is { } near)
        {
            return near;
        }

        if (Resolved.TryGetValue(name, out Type? known))
        {
            return known;
        }

        Type[] found = [.. AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(name, throwOnError: false)).OfType<Type>()];
        return found.Length switch
        {
            0 => null,
            1 => Resolved.GetOrAdd(name, found[0]),
            _ => throw new AmbiguousMatchException($"Several loaded assemblies define an exception type named '{name}'."),
        };
    }
}
