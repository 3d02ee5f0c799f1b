using System.Text.Json;

namespace Orcheo.Core.Nodes;

/// <summary>
/// Removes the secrets of a run from what is about to leave it. What a node returns, throws and logs is redacted by whoever runs it;
/// a node needs this itself only where it cuts a text, since half a secret cannot be found any more.
/// </summary>
public interface IRedactor
{
    /// <summary>The text without secrets; the same instance when it has none.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="cut">Whether the text was cut at its end: a secret's beginning there is removed too.</param>
    string Redact(string text, bool cut = false);

    /// <summary>The value without secrets in strings, member names and numbers; the same value when it has none.</summary>
    JsonElement Redact(JsonElement value);
}

/// <summary>For runs without secrets: everything stays as it is.</summary>
public sealed class NoRedaction : IRedactor
{
    /// <summary>The one instance.</summary>
    public static NoRedaction Instance { get; } = new();

    private NoRedaction()
    {
    }

    /// <inheritdoc />
    public string Redact(string text, bool cut = false) => text;

    /// <inheritdoc />
    public JsonElement Redact(JsonElement value) => value;
}
