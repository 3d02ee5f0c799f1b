namespace Orcheo.Core.Errors;

/// <summary>A failure that a user can see: it carries a code, a message and, where known, the places at fault.</summary>
public class OrcheoException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="code">The stable code; see <see cref="ErrorCodes"/>.</param>
    /// <param name="message">What went wrong and what to do.</param>
    /// <param name="errors">The places at fault; empty when the message says all.</param>
    /// <param name="innerException">What caused it.</param>
    public OrcheoException(string code, string message, IReadOnlyList<ErrorDetail>? errors = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Errors = errors ?? [];
    }

    /// <summary>The stable code, <c>ORC####</c>.</summary>
    public string Code { get; }

    /// <summary>Every place at fault; empty when the message says all.</summary>
    public IReadOnlyList<ErrorDetail> Errors { get; }
}
