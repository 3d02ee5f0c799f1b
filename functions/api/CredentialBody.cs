using System.Text.Json;
using Orcheo.Core.Credentials;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;

namespace Orcheo.Api;

/// <summary>The body that creates or changes a credential.</summary>
/// <param name="Name">The name; null in a change that keeps it.</param>
/// <param name="Type">The type; null in a change that does not repeat it.</param>
/// <param name="Data">The secret; null in a change that keeps it.</param>
internal sealed record CredentialBody(string? Name, string? Type, JsonElement? Data)
{
    /// <summary>Reads the body of a new credential strictly.</summary>
    /// <exception cref="OrcheoException">Every fault is listed, none with a value of the secret.</exception>
    public static CredentialBody ReadNew(StrictObject body, JsonFaults faults)
    {
        var read = Read(body, required: true);
        if (read is { Type: { } type, Data: { } data })
        {
            CredentialTypes.Check(type, data, "/data", faults);
        }

        faults.ThrowIfAny();
        return read;
    }

    /// <summary>Reads the body of a change strictly; what can only be read is ignored, so that what was got can be sent back.</summary>
    /// <exception cref="OrcheoException">Every fault is listed, none with a value of the secret.</exception>
    public static CredentialBody ReadChange(StrictObject body, JsonFaults faults)
    {
        body.Ignore("id", "created_at", "updated_at", "last_used_at");
        var read = Read(body, required: false);
        faults.ThrowIfAny();
        return read;
    }

    /// <summary>Throws when the change does not fit a credential of that type.</summary>
    /// <exception cref="OrcheoException">It has another type, or a secret of another shape.</exception>
    public void RequireFits(string type)
    {
        var faults = new JsonFaults();
        if (Type is not null && Type != type)
        {
            faults.Add(ErrorCodes.ValueOutOfRange, $"The type of a credential stays: it is {type}. Create another credential for another type.", "/type");
        }
        else if (Data is { } data)
        {
            CredentialTypes.Check(type, data, "/data", faults);
        }

        faults.ThrowIfAny();
    }

    /// <summary>The type and the name, without the secret.</summary>
    public override string ToString() => $"{Type} {Name}";

    private static CredentialBody Read(StrictObject body, bool required)
    {
        var name = body.Name("name", required, Credential.MaxNameLength);
        var type = body.Choice("type", CredentialTypes.All, required);
        var data = body.FreeObject("data", required);
        body.Close();
        return new CredentialBody(name, type, data);
    }
}
