using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Executions.Redaction;

/// <summary>Which values of a credential are secret.</summary>
internal static class SecretValues
{
    /// <summary>Members that are no secrets, by credential type. Whatever is not named here is one.</summary>
    private static readonly FrozenDictionary<string, string[]> Public = new Dictionary<string, string[]>
    {
        ["api_key"] = ["in", "name"],
        ["basic_auth"] = ["username"],
        ["openai"] = ["base_url", "organization"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The secret values of a credential, in the forms in which they are used.</summary>
    public static IEnumerable<string> Of(NodeCredential credential)
    {
        var values = new List<string>();
        foreach (var member in credential.Data.EnumerateObject())
        {
            if (!Public.TryGetValue(credential.Type, out var names) || !names.Contains(member.Name))
            {
                Collect(member.Value, values);
            }
        }

        return credential.Type == "basic_auth" ? values.Concat(BasicPair(credential.Data)) : values;
    }

    private static void Collect(JsonElement value, List<string> values)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Collect(member.Value, values);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Collect(item, values);
                }

                break;
            case JsonValueKind.String:
                values.Add(value.GetString()!);
                break;
            case JsonValueKind.Number:
                values.Add(value.GetRawText());
                break;
            default:
                break;
        }
    }

    /// <summary>What the header carries (RFC 7617): it gives the password away even where that is too short to be looked for.</summary>
    private static IEnumerable<string> BasicPair(JsonElement data)
    {
        if (!data.TryGetProperty("username", out var user) || !data.TryGetProperty("password", out var password))
        {
            yield break;
        }

        var pair = $"{user.GetString()}:{password.GetString()}";
        yield return pair;
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
    }
}
