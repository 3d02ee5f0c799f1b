using System.Text.Json;

namespace Orcheo.Core.Nodes;

/// <summary>
/// A credential as a node gets it, for the length of one run. It must never reach an output, an event, a log line or an exception's
/// message; the run's redactor removes it where it does all the same.
/// </summary>
/// <param name="Id"><c>cred_</c> and a ULID.</param>
/// <param name="Type">One of the node type's <see cref="NodeDescriptor.CredentialTypes"/>.</param>
/// <param name="Data">The secret values, as the credential type's schema has them.</param>
public sealed record NodeCredential(string Id, string Type, JsonElement Data)
{
    /// <summary>The type and the id, without the secret.</summary>
    public override string ToString() => $"{Type} {Id}";
}
