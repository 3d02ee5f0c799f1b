using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>
/// What openapi.json declares of requests is what is read, in both directions: what is not declared is refused, and what is declared is
/// looked at, since a wrong value of it is refused.
/// </summary>
public sealed class OpenApiRequestTests(ApiFixture fixture) : ApiTest(fixture)
{
    /// <summary>All but the ingress of webhooks, which takes any query: it is the workflow's.</summary>
    public static TheoryData<string> OperationsWithNamedQuery =>
        [.. OpenApiContract.Instance.Operations.Where(operation => !SampleRequests.TakesAnyQuery(operation)).Select(operation => operation.Id)];

    public static TheoryData<string> OperationsWithBody =>
        [.. OpenApiContract.Instance.Operations.Where(operation => operation.Definition.TryGetProperty("requestBody", out _)).Select(operation => operation.Id)];

    [Theory]
    [MemberData(nameof(OperationsWithNamedQuery))]
    public async Task A_query_parameter_that_is_not_declared_is_refused(string operationId)
    {
        var operation = OpenApiContract.Instance.Operation(operationId);
        (await SendAsync(operation, "?surprise=1", SampleRequests.Body(operation))).ExpectProblem(HttpStatusCode.BadRequest, "ORC1007", "/query/surprise");
    }

    [Theory]
    [MemberData(nameof(OperationsWithNamedQuery))]
    public async Task A_query_parameter_that_is_declared_is_read(string operationId)
    {
        var operation = OpenApiContract.Instance.Operation(operationId);
        var parameters = SampleRequests.Parameters(operation, "query");
        foreach (var parameter in parameters)
        {
            var name = parameter.Text("name");
            var others = parameters.Where(other => other.Text("name") != name && other.TryGetProperty("required", out var required) && required.GetBoolean());
            var rest = string.Concat(others.Select(other => $"&{other.Text("name")}={Uri.EscapeDataString(other.Text("example"))}"));
            var refused = await SendAsync(operation, $"?{name}={WrongText(parameter.Member("schema"))}{rest}", SampleRequests.Body(operation));

            // An id that is none says what it should be an id of, not where it stood.
            var problem = refused.ExpectProblem(HttpStatusCode.BadRequest);
            Assert.True(problem.Text("code") == "ORC1006" || problem.Faults().Any(fault => fault.Text("pointer") == $"/query/{name}"), refused.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(OperationsWithBody))]
    public async Task A_member_that_is_not_declared_is_refused(string operationId)
    {
        var operation = OpenApiContract.Instance.Operation(operationId);
        foreach (var (body, place) in Places(operation))
        {
            place.Object["surprise"] = 1;
            await ExpectFaultAsync(operation, body, "ORC1002", $"{place.Pointer}/surprise");
        }
    }

    [Theory]
    [MemberData(nameof(OperationsWithBody))]
    public async Task A_member_that_is_declared_is_read(string operationId)
    {
        var operation = OpenApiContract.Instance.Operation(operationId);
        foreach (var name in Places(operation).SelectMany(place => place.Place.Schema.Member("properties").EnumerateObject().Select(member => (place.Place.Pointer, member.Name))).ToHashSet())
        {
            foreach (var (body, place) in Places(operation).Where(place => place.Place.Pointer == name.Pointer))
            {
                if (WrongValue(place.Schema.Member("properties").Member(name.Name)) is { } wrong)
                {
                    place.Object[name.Name] = JsonNode.Parse(wrong);
                    await ExpectFaultAsync(operation, body, null, $"{place.Pointer}/{name.Name}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(OperationsWithBody))]
    public async Task A_member_takes_null_where_its_schema_does(string operationId)
    {
        var operation = OpenApiContract.Instance.Operation(operationId);
        var members = Places(operation).SelectMany(place => place.Place.Schema.Member("properties").EnumerateObject().Select(member => (place.Place.Pointer, member.Name))).ToHashSet();
        foreach (var (pointer, name) in members)
        {
            var (body, place) = Places(operation).First(place => place.Place.Pointer == pointer);
            place.Object[name] = null;
            var schema = SampleRequests.JsonMedia(operation.Definition.Member("requestBody")).Member("schema");
            var allowed = OpenApiContract.Instance.Faults(schema, JsonElement.Parse(body.ToJsonString())).Count == 0;
            var answer = await SendAsync(operation, "", body);
            var faults = operation.Id == "validateWorkflow" ? [.. answer.Json.Member("errors").EnumerateArray()] : answer.Status == 400 ? answer.Json.Faults() : [];
            Assert.True(allowed != faults.Any(fault => fault.Text("pointer") == $"{pointer}/{name}"), $"null at {pointer}/{name} of {body.ToJsonString()}: {answer}");
        }
    }

    [Theory]
    [MemberData(nameof(OperationsWithBody))]
    public async Task A_member_that_is_required_cannot_be_left_out(string operationId)
    {
        var operation = OpenApiContract.Instance.Operation(operationId);
        foreach (var pointer in Places(operation).Select(place => place.Place.Pointer).ToHashSet())
        {
            var required = Places(operation).First(place => place.Place.Pointer == pointer).Place.Schema.TryGetProperty("required", out var names) ? names.EnumerateArray().ToList() : [];
            foreach (var name in required.Select(name => name.GetString()!))
            {
                foreach (var (body, place) in Places(operation).Where(place => place.Place.Pointer == pointer))
                {
                    place.Object.Remove(name);
                    await ExpectFaultAsync(operation, body, "ORC1004", $"{pointer}/{name}");
                }
            }
        }
    }

    private async Task ExpectFaultAsync(ApiOperation operation, JsonNode body, string? code, string pointer)
    {
        var answer = await SendAsync(operation, "", body);
        var faults = operation.Id == "validateWorkflow"
            ? answer.Expect(HttpStatusCode.OK).Json.Member("errors").EnumerateArray().ToList()
            : answer.ExpectProblem(HttpStatusCode.BadRequest).Faults();
        Assert.True(
            faults.Any(fault => (fault.Text("pointer") == pointer || fault.Text("pointer").StartsWith(pointer + "/", StringComparison.Ordinal)) && (code is null || fault.Text("code") == code)),
            $"No {code} at '{pointer}' for {body.ToJsonString()}: {answer}");
    }

    private Task<Exchange> SendAsync(ApiOperation operation, string query, JsonNode? body) =>
        Client.SendAsync(operation.Method, SampleRequests.Path(operation) + query, body);

    /// <summary>Every object of every example whose schema lists its members, each in a copy of its example that can be changed.</summary>
    private static IEnumerable<(JsonNode Body, Place Place)> Places(ApiOperation operation)
    {
        var schema = SampleRequests.JsonMedia(operation.Definition.Member("requestBody")).Member("schema");
        foreach (var example in SampleRequests.Bodies(operation))
        {
            var count = Walk(example, schema, "").Count();
            for (var index = 0; index < count; index++)
            {
                var copy = example.DeepClone();
                yield return (copy, Walk(copy, schema, "").ElementAt(index));
            }
        }
    }

    private static IEnumerable<Place> Walk(JsonNode? node, JsonElement schema, string pointer)
    {
        schema = OpenApiContract.Instance.Resolve(schema);
        if (node is JsonArray items && schema.TryGetProperty("items", out var item))
        {
            return items.SelectMany((inner, index) => Walk(inner, item, $"{pointer}/{index}"));
        }

        if (node is not JsonObject members || !schema.TryGetProperty("properties", out var properties))
        {
            return [];
        }

        var inside = members.Where(member => properties.TryGetProperty(member.Key, out _))
            .SelectMany(member => Walk(member.Value, properties.Member(member.Key), $"{pointer}/{member.Key}"));
        return inside.Prepend(new Place(members, schema, pointer));
    }

    private static string WrongText(JsonElement schema)
    {
        schema = OpenApiContract.Instance.Resolve(schema);
        return schema.TryGetProperty("maxLength", out var longest) ? new string('a', longest.GetInt32() + 1) : "%21";
    }

    /// <summary>A value of a type that the schema does not allow; null where it allows every type.</summary>
    private static string? WrongValue(JsonElement schema)
    {
        schema = OpenApiContract.Instance.Resolve(schema);
        return ((string[])["[[]]", "{\"a\":1}", "\"\\u0000!\"", "-1.5", "true"]).FirstOrDefault(value => OpenApiContract.Instance.Faults(schema, JsonElement.Parse(value)).Count > 0);
    }

    private sealed record Place(JsonObject Object, JsonElement Schema, string Pointer);
}
