using System.Collections.Frozen;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.Core.Validation;

namespace Orcheo.Core.Credentials;

/// <summary>The types of credentials, and the shape of the secret that each holds.</summary>
/// <remarks>
/// What goes into a header must be printable ASCII, so that no stored secret can break out of its header. No fault repeats a value.
/// </remarks>
public static class CredentialTypes
{
    /// <summary><c>{token}</c>, sent as <c>Authorization: Bearer</c>.</summary>
    public const string BearerToken = "bearer_token";

    /// <summary><c>{in: "header"|"query", name, value}</c>.</summary>
    public const string ApiKey = "api_key";

    /// <summary><c>{username, password}</c>, sent as <c>Authorization: Basic</c> (RFC 7617).</summary>
    public const string BasicAuth = "basic_auth";

    /// <summary><c>{secret}</c>, with which requests are signed.</summary>
    public const string HmacSecret = "hmac_secret";

    /// <summary><c>{api_key, base_url?, organization?}</c>.</summary>
    public const string OpenAi = "openai";

    /// <summary>Any object with a member at least.</summary>
    public const string Generic = "generic";

    /// <summary>The largest <c>data</c>, in bytes of JSON.</summary>
    public const int MaxDataBytes = 64 * 1024;

    private static readonly FrozenDictionary<string, (JsonElement Json, ConfigSchema Compiled)> Schemas =
        CredentialSchemas.Texts.ToFrozenDictionary(
            entry => entry.Key,
            entry =>
            {
                var json = JsonElement.Parse(entry.Value);
                return (json, new ConfigSchema(json));
            },
            StringComparer.Ordinal);

    /// <summary>Every type.</summary>
    public static IReadOnlyList<string> All { get; } = [BearerToken, ApiKey, BasicAuth, HmacSecret, OpenAi, Generic];

    /// <summary>The JSON Schema of a type's <c>data</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such type.</exception>
    public static JsonElement SchemaOf(string type) => Schemas[type].Json;

    /// <summary>Checks the secret of a credential; every fault is collected with its place, none with the value.</summary>
    /// <param name="type">One of <see cref="All"/>.</param>
    /// <param name="data">The secret.</param>
    /// <param name="pointer">RFC 6901 pointer to it in the request.</param>
    /// <param name="faults">Gets the faults.</param>
    public static void Check(string type, JsonElement data, string pointer, JsonFaults faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (!RawJson.SizeAtMost(data, MaxDataBytes))
        {
            faults.Add(ErrorCodes.ValueOutOfRange, $"Must be at most {MaxDataBytes} bytes of JSON.", pointer);
            return;
        }

        foreach (var fault in Schemas[type].Compiled.ValidateRendered(data))
        {
            faults.Add(CodeOf(fault.Keyword), fault.Describe("data"), pointer + fault.Pointer);
        }
    }

    private static string CodeOf(string keyword) => keyword switch
    {
        "type" => ErrorCodes.WrongType,
        "required" => ErrorCodes.MissingMember,
        "additionalProperties" => ErrorCodes.UnknownMember,
        _ => ErrorCodes.ValueOutOfRange,
    };
}
