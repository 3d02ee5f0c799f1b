using System.Globalization;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Sandbox;

namespace Orcheo.Nodes.PythonCode;

/// <summary>Tells a failure of code in the node's terms.</summary>
internal static class PythonFailure
{
    /// <summary>Longer messages are cut; the details have the whole.</summary>
    private const int MaxMessage = 1000;

    /// <summary>The failure. None of these is retried: the same code with the same inputs comes to the same.</summary>
    public static NodeException Of(SandboxOutcome outcome, SandboxError error, IRedactor redactor)
    {
        var (code, text) = Explain(error, Short(error.Message, redactor));
        var details = new PythonErrorDetails(error.Type, error.Message, error.Line, error.Traceback.Length > 0 ? error.Traceback : null);
        return new NodeException(code, text, details: JsonSerializer.SerializeToElement(details, OrcheoJson.Options)) { Usage = outcome.Usage };
    }

    private static (string Code, string Text) Explain(SandboxError error, string message) => error.Kind switch
    {
        "exception" => (ErrorCodes.PythonException, $"The code raised {error.Type}{Line(error)}: {message}"),
        "invalid_code" => (ErrorCodes.PythonInvalidCode, $"The code cannot be run: {message}"),
        "import_not_allowed" => (ErrorCodes.PythonImportNotAllowed, $"An import was refused{Line(error)}: {message}"),
        "timeout" => (ErrorCodes.PythonTimeout, $"The code was stopped: {message}. Raise timeout_seconds, or give it less to do."),
        "memory" => (ErrorCodes.PythonMemory, $"The code ran out of memory{Line(error)}: {message}. Raise memory_mb, or give it less to do."),
        "output_too_large" => (ErrorCodes.PythonOutputTooLarge, $"The output is too large: {message}. Return less."),
        "not_serializable" => (ErrorCodes.PythonNotSerializable, $"What main returned cannot be an output: {message}."),
        "invalid_inputs" => (ErrorCodes.PythonInvalidInputs, $"The inputs do not fit main: {message}."),
        _ => (ErrorCodes.PythonKilled, $"The run was ended from outside the code: {message}."),
    };

    private static string Line(SandboxError error) =>
        error.Line is { } line ? string.Create(CultureInfo.InvariantCulture, $" in line {line}") : "";

    private static string Short(string message, IRedactor redactor) =>
        message.Length <= MaxMessage ? message : redactor.Redact(message[..MaxMessage], cut: true) + "…";
}
