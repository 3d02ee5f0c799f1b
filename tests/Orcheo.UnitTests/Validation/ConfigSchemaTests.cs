using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using Orcheo.Core.Validation;
using Orcheo.UnitTests.Definitions;

namespace Orcheo.UnitTests.Validation;

public sealed class ConfigSchemaTests
{
    [Theory]
    [InlineData("""{"type":"number"}""", "\"x\"", "", "must be a number, not a string")]
    [InlineData("""{"type":["string","null"]}""", "1", "", "must be a string or null, not a number")]
    [InlineData("""{"type":"integer"}""", "1.5", "", "must be a whole number, not a number")]
    [InlineData("""{"type":["boolean","array","object"]}""", "null", "", "must be true or false, an array or an object, not null")]
    [InlineData("""{"minimum":0}""", "-1", "", "must be a number ≥ 0")]
    [InlineData("""{"exclusiveMinimum":0}""", "0", "", "must be a number > 0")]
    [InlineData("""{"maximum":1.5}""", "2", "", "must be a number ≤ 1.5")]
    [InlineData("""{"exclusiveMaximum":1}""", "1", "", "must be a number < 1")]
    [InlineData("""{"minLength":1}""", "\"\"", "", "must not be empty; at least 1 character is needed")]
    [InlineData("""{"minLength":3}""", "\"ab\"", "", "must have at least 3 characters")]
    [InlineData("""{"maxLength":3}""", "\"abcd\"", "", "must have at most 3 characters")]
    [InlineData("""{"minLength":2,"maxLength":3}""", "\"a\"", "", "must have 2 to 3 characters")]
    [InlineData("""{"pattern":"^a+$"}""", "\"b\"", "", "must match the pattern ^a+$")]
    [InlineData("""{"format":"uri"}""", "\"x\"", "", "must be an absolute URI, e.g. https://example.com/path")]
    [InlineData("""{"format":"date-time"}""", "\"x\"", "", "must be a date and time as of RFC 3339, e.g. 2026-01-31T09:15:00Z")]
    [InlineData("""{"enum":["GET","POST"]}""", "\"get\"", "", "must be one of GET, POST (did you mean 'GET'?)")]
    [InlineData("""{"const":1}""", "2", "", "must be 1")]
    [InlineData("""{"items":{"type":"string"}}""", "[\"a\",1]", "/1", "must be a string, not a number")]
    [InlineData("""{"items":false}""", "[1]", "/0", "is not allowed")]
    [InlineData("""{"minItems":1}""", "[]", "", "must not be empty; at least 1 item is needed")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "", "must have at most 1 items")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1]", "", "must not hold the same item twice")]
    [InlineData("""{"required":["a"]}""", "{}", "/a", "is missing")]
    [InlineData("""{"properties":{"url":true},"additionalProperties":false}""", """{"ur/l":1}""", "/ur~1l", "is an unknown member (did you mean 'url'?)")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"a":1}""", "/a", "must be a string, not a number")]
    [InlineData("""{"propertyNames":{"pattern":"^[a-z]+$"}}""", """{"A":1}""", "/A", "is not a name that is allowed here")]
    [InlineData("""{"minProperties":1}""", "{}", "", "must not be empty; at least 1 member is needed")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", "", "must have at most 1 members")]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", "", "has a form that is not allowed")]
    [InlineData("""{"allOf":[{"type":"string"},{"minLength":2}]}""", "\"a\"", "", "must have at least 2 characters")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"array"}]}""", "1", "", "must be a string or an array")]
    [InlineData("""{"anyOf":[{"type":"string","minLength":2},{"type":"array"}]}""", "\"a\"", "", "must have at least 2 characters")]
    [InlineData("""{"oneOf":[{"required":["seconds"]},{"required":["until"]}]}""", "{}", "", "needs 'seconds' or 'until'")]
    [InlineData("""{"oneOf":[{"required":["seconds"]},{"required":["until"]}]}""", """{"seconds":1,"until":2}""", "", "must have only one of 'seconds' and 'until'")]
    [InlineData("""{"oneOf":[{"type":"number"},{"minimum":1}]}""", "2", "", "matches more than one of the allowed forms")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}""", "1", "", "must be a string, not a number")]
    [InlineData("""{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}""", """{"next":{"next":{"x":1}}}""", "/next/next/x", "is an unknown member")]
    [InlineData("""{"$ref":"#"}""", "1", "", "cannot be checked: the schema refers to itself without end")]
    [InlineData("false", "1", "", "is not allowed")]
    public void Faults_are_told_in_words(string schema, string value, string pointer, string message)
    {
        var fault = Assert.Single(new ConfigSchema(JsonElement.Parse(schema)).ValidateRendered(JsonElement.Parse(value)));
        Assert.Equal((pointer, message), (fault.Pointer, fault.Message));
    }

    [Theory]
    [InlineData("""{"type":"integer"}""", "2.0")]
    [InlineData("""{"type":"number"}""", "2")]
    [InlineData("""{"format":"uri"}""", "\"https://x\"")]
    [InlineData("""{"format":"date-time"}""", "\"2026-01-31T09:15:00Z\"")]
    [InlineData("""{"format":"color"}""", "\"anything\"")]
    [InlineData("""{"maxLength":1}""", "\"😀\"")]
    [InlineData("""{"title":"t","default":1,"x-ui":"code","examples":[1]}""", "null")]
    [InlineData("""{"enum":[{"a":[1]}]}""", """{"a":[1]}""")]
    [InlineData("true", "1")]
    public void What_matches_has_no_faults(string schema, string value) =>
        Assert.Empty(new ConfigSchema(JsonElement.Parse(schema)).ValidateRendered(JsonElement.Parse(value)));

    [Theory]
    [InlineData("""{"type":"number"}""", "\"{{ input.x }}\"", true)]
    [InlineData("""{"type":"number"}""", "\"{{ input.x }} s\"", false)]
    [InlineData("""{"enum":["GET"]}""", "\"G{{ input.x }}\"", true)]
    [InlineData("""{"type":"string","pattern":"^a$","maxLength":2,"format":"uri"}""", "\"b{{ input.x }}\"", true)]
    [InlineData("""{"oneOf":[{"type":"number"},{"type":"integer"}]}""", "\"{{ input.x }}\"", true)]
    [InlineData("""{"oneOf":[{"required":["a"]},{"required":["b"]}]}""", """{"c":"{{ 1 }}"}""", false)]
    [InlineData("false", "\"{{ input.x }}\"", true)]
    public void Templates_are_accepted_until_they_are_rendered(string schema, string value, bool accepted)
    {
        var config = new ConfigSchema(JsonElement.Parse(schema));
        Assert.Equal(accepted, config.Validate(JsonElement.Parse(value)).Count == 0);
        Assert.NotEmpty(config.ValidateRendered(JsonElement.Parse(value)));
    }

    [Fact]
    public void Expression_members_hold_source_first_and_any_value_then()
    {
        var schema = new ConfigSchema(
            JsonElement.Parse("""{"required":["condition"],"properties":{"condition":{"type":"string","maxLength":3}}}"""), ["condition"]);

        Assert.Empty(schema.Validate(JsonElement.Parse("""{"condition":"input.x > 1"}""")));
        Assert.NotEmpty(schema.Validate(JsonElement.Parse("""{"condition":1}""")));
        Assert.NotEmpty(schema.Validate(JsonElement.Parse("{}")));
        Assert.Empty(schema.ValidateRendered(JsonElement.Parse("""{"condition":true}""")));
    }

    [Theory]
    [InlineData("""{"if":{}}""")]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"minLength":1.5}""")]
    [InlineData("""{"pattern":"("}""")]
    [InlineData("""{"pattern":"(?=a)"}""")]
    [InlineData("""{"$ref":"https://example.com/schema"}""")]
    [InlineData("""{"$ref":"#/$defs/none"}""")]
    [InlineData("""{"properties":{"a":1}}""")]
    public void A_schema_that_is_not_understood_is_refused(string schema) =>
        Assert.ThrowsAny<ArgumentException>(() => new ConfigSchema(JsonElement.Parse(schema)));

    [Fact]
    public void A_descriptors_schema_is_compiled_once()
    {
        var descriptor = TestCatalog.Instance.Find("http")!.Descriptor;
        Assert.Same(ConfigSchema.For(descriptor), ConfigSchema.For(descriptor));
    }

    [Fact]
    public async Task Never_throws_and_agrees_with_njsonschema()
    {
        var theirs = await NJsonSchema.JsonSchema.FromJsonAsync(TestCatalog.HttpSchema.Replace(": true", ": {}", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var ours = new ConfigSchema(JsonElement.Parse(TestCatalog.HttpSchema));
        var value = RandomJson.Gen(1);
        var member = Gen.Select(
            Gen.OneOf("url", "method", "headers", "timeout_seconds", "max_response_bytes", "body", "other"),
            Gen.Frequency((3, value), (1, Gen.OneOf("\"http://x\"", "\"GET\"", "5", """{"a":"b"}""", "0.5"))),
            (name, text) => (name, text));
        // JSON Schema counts 1e30 as an integer; the other validator knows no integer that a long cannot hold.
        var ofLong = member.Where(entry => !double.TryParse(entry.text, CultureInfo.InvariantCulture, out var number) || Math.Abs(number) < long.MaxValue);
        ofLong.Array[0, 5].Select(members => members.DistinctBy(entry => entry.name)).Sample(
            members =>
            {
                var text = $"{{{string.Join(',', members.Select(entry => $"\"{entry.name}\":{entry.text}"))}}}";
                Assert.Equal(theirs.Validate(text).Count == 0, ours.ValidateRendered(JsonElement.Parse(text)).Count == 0);
            },
            iter: 2_000);
    }

    [Fact]
    public void A_check_may_be_repeated_for_every_attempt()
    {
        var schema = ConfigSchema.For(TestCatalog.Instance.Find("http")!.Descriptor);
        var config = JsonElement.Parse("""{"method":"GET","url":"https://example.com/a","headers":{"a":"b"},"timeout_seconds":5,"body":{"x":[1,2,3]}}""");
        const int Rounds = 20_000;
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < Rounds; round++)
        {
            Assert.Empty(schema.ValidateRendered(config));
        }

        TestContext.Current.SendDiagnosticMessage($"a config checked in {clock.Elapsed.TotalMicroseconds / Rounds:F2} µs");
    }
}
