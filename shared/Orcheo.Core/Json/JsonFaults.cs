using Orcheo.Core.Errors;

namespace Orcheo.Core.Json;

/// <summary>Collects the faults of a document while it is read, so that all of them can be told at once.</summary>
public sealed class JsonFaults
{
    /// <summary>At most this many faults are kept: a body full of faults must not be answered with a larger one.</summary>
    public const int MaxCount = 500;

    private readonly List<ErrorDetail> _errors = [];

    /// <summary>The faults, in the order in which they were found.</summary>
    public IReadOnlyList<ErrorDetail> Errors => _errors;

    /// <summary>Whether there are any.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>Adds a fault, unless there are too many already.</summary>
    public void Add(ErrorDetail error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (_errors.Count < MaxCount)
        {
            _errors.Add(error);
        }
    }

    /// <summary>Adds a fault, unless there are too many already.</summary>
    public void Add(string code, string message, string pointer) => Add(new ErrorDetail(code, message, pointer));

    /// <summary>Throws when there are faults.</summary>
    /// <exception cref="OrcheoException">With the code of the only fault, or <see cref="ErrorCodes.ValidationFailed"/> for several.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw ToException();
        }
    }

    /// <summary>The faults as one exception.</summary>
    public OrcheoException ToException() => _errors.Count == 1
        ? new OrcheoException(_errors[0].Code, _errors[0].Message, _errors)
        : new OrcheoException(ErrorCodes.ValidationFailed, $"The document has {_errors.Count} faults; each is listed.", _errors);
}
