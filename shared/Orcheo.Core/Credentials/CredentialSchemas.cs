namespace Orcheo.Core.Credentials;

/// <summary>The JSON Schemas behind <see cref="CredentialTypes"/>; openapi.json shows the same.</summary>
internal static class CredentialSchemas
{
    /// <summary>By type.</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [CredentialTypes.BearerToken] = """
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["token"],
              "properties": { "token": { "type": "string", "minLength": 1, "maxLength": 16384, "pattern": "^[!-~]+\\z" } }
            }
            """,
        [CredentialTypes.ApiKey] = """
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["in", "name", "value"],
              "properties": {
                "in": { "type": "string", "enum": ["header", "query"] },
                "name": { "type": "string", "minLength": 1, "maxLength": 256 },
                "value": { "type": "string", "minLength": 1, "maxLength": 16384, "pattern": "^[ -~]+\\z" }
              },
              "anyOf": [
                { "properties": { "name": { "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]+\\z" } } },
                { "properties": { "in": { "enum": ["query"] }, "name": { "pattern": "^[ -~]+\\z" } } }
              ]
            }
            """,
        [CredentialTypes.BasicAuth] = """
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["username", "password"],
              "properties": {
                "username": { "type": "string", "maxLength": 1024, "pattern": "^[^:\\u0000-\\u001f\\u007f]*\\z" },
                "password": { "type": "string", "maxLength": 16384, "pattern": "^[^\\u0000-\\u001f\\u007f]*\\z" }
              }
            }
            """,
        [CredentialTypes.HmacSecret] = """
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["secret"],
              "properties": { "secret": { "type": "string", "minLength": 1, "maxLength": 16384 } }
            }
            """,
        [CredentialTypes.OpenAi] = """
            {
              "type": "object",
              "additionalProperties": false,
              "required": ["api_key"],
              "properties": {
                "api_key": { "type": "string", "minLength": 1, "maxLength": 16384, "pattern": "^[!-~]+\\z" },
                "base_url": { "type": "string", "maxLength": 2048, "pattern": "^https?://[^\\s]+\\z" },
                "organization": { "type": "string", "minLength": 1, "maxLength": 256, "pattern": "^[!-~]+\\z" }
              }
            }
            """,
        [CredentialTypes.Generic] = """
            { "type": "object", "minProperties": 1 }
            """,
    };
}
