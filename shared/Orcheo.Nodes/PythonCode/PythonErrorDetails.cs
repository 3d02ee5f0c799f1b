namespace Orcheo.Nodes.PythonCode;

/// <summary>The <c>details</c> of errors of code.</summary>
/// <param name="Type">The exception's type, e.g. <c>ZeroDivisionError</c>.</param>
/// <param name="Message">What it says.</param>
/// <param name="Line">The line of the code, from 1; null where none is known.</param>
/// <param name="Traceback">The traceback, cut to the lines of the code; null where there is none.</param>
internal sealed record PythonErrorDetails(string Type, string Message, int? Line, string? Traceback);
