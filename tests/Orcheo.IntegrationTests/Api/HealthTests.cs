using System.Net;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class HealthTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task Health_names_the_state_of_its_parts_without_a_key()
    {
        using var anonymous = new ApiClient(Stack.Address, key: null);
        var health = (await anonymous.GetAsync("/health")).Expect(HttpStatusCode.OK).Json;

        Assert.Equal("ok", health.Text("status"));
        Assert.Equal("ok", health.Member("storage").Text("status"));
        Assert.Equal("ok", health.Member("durable").Text("status"));
        Assert.NotEmpty(health.Text("version"));
    }

    [Fact]
    public async Task The_served_openapi_document_is_the_one_of_the_repository()
    {
        using var anonymous = new ApiClient(Stack.Address, key: null);
        var served = (await anonymous.GetAsync("/openapi.json")).Expect(HttpStatusCode.OK);

        Assert.True(System.Text.Json.JsonElement.DeepEquals(OpenApiContract.Instance.Document, served.Json));
    }

    [Fact]
    public async Task Every_answer_carries_a_request_id_and_a_problem_the_trace_of_the_caller()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var first = await Client.GetAsync("/workflows");
        var second = await Client.SendAsync("GET", "/nodes/nothing_like_it", null, ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));

        Assert.NotEqual(first.Header("x-request-id"), second.Header("x-request-id"));
        Assert.Equal(Trace, second.ExpectProblem(HttpStatusCode.NotFound, "ORC4004").Text("trace_id"));
    }
}
