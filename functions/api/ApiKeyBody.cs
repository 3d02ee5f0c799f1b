using Orcheo.Core.Errors;
using Orcheo.Core.Json;

namespace Orcheo.Api;

/// <summary>The body of <c>POST /api-keys</c>.</summary>
/// <param name="Name">The name shown to people.</param>
/// <param name="Scopes">What the key is to allow.</param>
/// <param name="ExpiresAt">From when on it is refused; null for never.</param>
internal sealed record ApiKeyBody(string Name, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt)
{
    private const int MaxNameLength = 200;
    private static readonly IReadOnlySet<string> Known = Hosting.Security.Scopes.All;

    /// <summary>Reads the body strictly.</summary>
    /// <exception cref="OrcheoException">Every fault is listed.</exception>
    public static ApiKeyBody Read(StrictObject body, JsonFaults faults, DateTimeOffset now)
    {
        var name = body.Name("name", required: true, MaxNameLength);
        var scopes = ReadScopes(body, faults);
        var expiresAt = body.Time("expires_at");
        if (expiresAt <= now)
        {
            body.Fault(ErrorCodes.ValueOutOfRange, "Must lie in the future.", "expires_at");
        }

        body.Close();
        faults.ThrowIfAny();
        return new ApiKeyBody(name!, scopes!, expiresAt);
    }

    private static IReadOnlyList<string>? ReadScopes(StrictObject body, JsonFaults faults)
    {
        var scopes = body.Texts("scopes", required: true, Known.Count);
        if (scopes is null || faults.Any)
        {
            return scopes;
        }

        if (scopes.Count == 0)
        {
            body.Fault(ErrorCodes.ValueOutOfRange, "Must name one scope at least.", "scopes");
        }

        for (var i = 0; i < scopes.Count; i++)
        {
            if (!Known.Contains(scopes[i]))
            {
                var pointer = JsonPointer.Append(JsonPointer.Append(body.Pointer, "scopes"), i);
                faults.Add(new ErrorDetail(ErrorCodes.ValueOutOfRange, $"There is no such scope. The scopes are {string.Join(", ", Known)}.", pointer));
            }
        }

        return scopes;
    }
}
