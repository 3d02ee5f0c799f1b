namespace Orcheo.Core.Validation;

/// <summary>A place where a value does not match its JSON Schema.</summary>
/// <param name="Pointer">RFC 6901 pointer from the checked value; to a missing member where it should be.</param>
/// <param name="Message">What is wrong with it, as the rest of a sentence: <c>must be a number ≥ 0</c>.</param>
/// <param name="Keyword">The schema keyword that is not satisfied, e.g. <c>required</c>.</param>
public sealed record SchemaFault(string Pointer, string Message, string Keyword)
{
    /// <summary>The fault as a sentence: <c>config.timeout_seconds must be a number ≥ 0.</c></summary>
    /// <param name="root">What the checked value is called.</param>
    public string Describe(string root = "config") => $"{root}{Pointer.Replace('/', '.')} {Message}.";
}
