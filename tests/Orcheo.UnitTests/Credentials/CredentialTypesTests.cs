using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.Core.Credentials;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;
using Orcheo.UnitTests.Architecture;

namespace Orcheo.UnitTests.Credentials;

public sealed class CredentialTypesTests
{
    private const string Sentinel = "never-to-be-repeated";

    public static TheoryData<string, string> Good => new()
    {
        { "bearer_token", """{"token":"abc.def-_~+/="}""" },
        { "api_key", """{"in":"header","name":"X-Api-Key","value":"a b"}""" },
        { "api_key", """{"in":"query","name":"api key[]","value":"abc"}""" },
        { "basic_auth", """{"username":"ada","password":"pass:wörd ☃"}""" },
        { "basic_auth", """{"username":"sk_live","password":""}""" },
        { "hmac_secret", """{"secret":"line\nbreak"}""" },
        { "openai", """{"api_key":"sk-1"}""" },
        { "openai", """{"api_key":"sk-1","base_url":"https://llm.example.com/v1","organization":"org-1"}""" },
        { "generic", """{"anything":{"deep":[1,"x"]}}""" },
    };

    public static TheoryData<string, string, string, string> Bad => new()
    {
        { "bearer_token", "{}", ErrorCodes.MissingMember, "/data/token" },
        { "bearer_token", """{"token":""}""", ErrorCodes.ValueOutOfRange, "/data/token" },
        { "bearer_token", """{"token":5}""", ErrorCodes.WrongType, "/data/token" },
        { "bearer_token", """{"token":null}""", ErrorCodes.WrongType, "/data/token" },
        { "bearer_token", """{"token":"x","tokens":"never-to-be-repeated"}""", ErrorCodes.UnknownMember, "/data/tokens" },
        { "bearer_token", """{"token":"never-to-be-repeated\r\nX: y"}""", ErrorCodes.ValueOutOfRange, "/data/token" },
        { "bearer_token", """{"token":"never-to-be-repeated\n"}""", ErrorCodes.ValueOutOfRange, "/data/token" },
        { "bearer_token", """{"token":"never-to-be-repeated ☃"}""", ErrorCodes.ValueOutOfRange, "/data/token" },
        { "api_key", """{"in":"cookie","name":"x","value":"never-to-be-repeated"}""", ErrorCodes.ValueOutOfRange, "/data/in" },
        { "api_key", """{"in":"header","name":"two words","value":"never-to-be-repeated"}""", ErrorCodes.ValueOutOfRange, "/data/name" },
        { "api_key", """{"in":"header","name":"X:","value":"never-to-be-repeated"}""", ErrorCodes.ValueOutOfRange, "/data/name" },
        { "api_key", """{"in":"header","name":"X","value":"never-to-be-repeated\n"}""", ErrorCodes.ValueOutOfRange, "/data/value" },
        { "api_key", """{"in":"header","name":"X"}""", ErrorCodes.MissingMember, "/data/value" },
        { "basic_auth", """{"username":"a:never-to-be-repeated","password":"x"}""", ErrorCodes.ValueOutOfRange, "/data/username" },
        { "basic_auth", """{"username":"a","password":"never-to-be-repeated\u0000"}""", ErrorCodes.ValueOutOfRange, "/data/password" },
        { "hmac_secret", """{"secret":""}""", ErrorCodes.ValueOutOfRange, "/data/secret" },
        { "openai", """{"api_key":"k","base_url":"never-to-be-repeated"}""", ErrorCodes.ValueOutOfRange, "/data/base_url" },
        { "generic", "{}", ErrorCodes.ValueOutOfRange, "/data" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void What_a_type_takes_is_accepted(string type, string data) => Assert.Empty(Check(type, JsonElement.Parse(data)));

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_it_does_not_take_is_refused_at_its_place_without_repeating_it(string type, string data, string code, string pointer)
    {
        var faults = Check(type, JsonElement.Parse(data));
        Assert.Contains(faults, fault => fault.Code == code && fault.Pointer == pointer);
        Assert.DoesNotContain(faults, fault => fault.Message.Contains(Sentinel, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bearer_token", "BearerTokenData")]
    [InlineData("api_key", "ApiKeyData")]
    [InlineData("basic_auth", "BasicAuthData")]
    [InlineData("hmac_secret", "HmacSecretData")]
    [InlineData("openai", "OpenAiData")]
    [InlineData("generic", "GenericData")]
    public void The_API_description_shows_the_same_schema(string type, string component)
    {
        // In ECMAScript, whose patterns JSON Schema uses, $ is what \z is in .NET.
        var own = JsonNode.Parse(CredentialTypes.SchemaOf(type).GetRawText().Replace(@"\\z", "$", StringComparison.Ordinal));
        var shown = JsonNode.Parse(Repository.Read("shared/schemas/openapi.json"))!["components"]!["schemas"]![component]!;
        RemoveDescriptions(shown.AsObject());
        Assert.True(JsonNode.DeepEquals(own, shown), $"{own}\n{shown}");
    }

    [Fact]
    public void Every_type_has_a_schema() => Assert.All(CredentialTypes.All, type => Assert.Equal("object", CredentialTypes.SchemaOf(type).GetProperty("type").GetString()));

    [Fact]
    public void A_secret_that_is_too_large_is_refused()
    {
        var data = JsonSerializer.SerializeToElement(new { big = new string('x', CredentialTypes.MaxDataBytes) });
        Assert.Equal(ErrorCodes.ValueOutOfRange, Assert.Single(Check("generic", data)).Code);
    }

    private static void RemoveDescriptions(JsonObject schema)
    {
        schema.Remove("description");
        foreach (var property in schema["properties"]?.AsObject().Select(member => member.Value!.AsObject()) ?? [])
        {
            property.Remove("description");
        }
    }

    private static IReadOnlyList<ErrorDetail> Check(string type, JsonElement data)
    {
        var faults = new JsonFaults();
        CredentialTypes.Check(type, data, "/data", faults);
        return faults.Errors;
    }
}
