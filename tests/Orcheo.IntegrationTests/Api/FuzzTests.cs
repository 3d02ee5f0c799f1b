using System.Net;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class FuzzTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const int RequestsPerOperation = 25;

    // That the answer is no server error, has a documented status and, when it refuses, is a problem document with a code is
    // checked for every exchange, by the client.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_is_sent_the_answer_is_a_documented_one(int seed)
    {
        var fuzzer = new RequestFuzzer(seed);
        var faults = new List<string>();
        foreach (var operation in OpenApiContract.Instance.Operations)
        {
            for (var number = 0; number < RequestsPerOperation; number++)
            {
                var (path, body, headers) = fuzzer.Next(operation);
                try
                {
                    using var content = body is null ? null : ApiClient.JsonContent(body);
                    var exchange = await Client.SendRawAsync(operation.Method, path, content, headers);
                    if (exchange.Status is >= 400 and < 500)
                    {
                        exchange.ExpectProblem(exchange.StatusCode);
                    }
                }
                catch (Exception fault) when (fault is Xunit.Sdk.XunitException or HttpRequestException or System.Text.Json.JsonException)
                {
                    faults.Add($"{operation.Id} #{number} {path} {string.Join(' ', headers)}\n  body: {body}\n  {fault.Message}");
                }
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults with seed {seed}:\n{string.Join('\n', faults.Take(20))}");
        (await Client.GetAsync("/health")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(3)]
    public async Task A_refused_workflow_leaves_nothing_behind(int seed)
    {
        var fuzzer = new RequestFuzzer(seed);
        var create = OpenApiContract.Instance.Operations.Single(operation => operation.Id == "createWorkflow");
        var tag = UniqueName();
        var created = new List<string>();
        for (var number = 0; number < 60; number++)
        {
            // The same tag marks every request that has kept its tags.
            var body = fuzzer.Next(create).Body?.Replace("\"tour\"", $"\"{tag}\"", StringComparison.Ordinal);
            using var content = body is null ? null : ApiClient.JsonContent(body);
            var exchange = await Client.SendRawAsync("POST", "/workflows", content);
            if (exchange.StatusCode == HttpStatusCode.Created && exchange.Text.Contains(tag, StringComparison.Ordinal))
            {
                created.Insert(0, exchange.Id);
            }
        }

        Assert.NotEmpty(created);
        Assert.Equal(created, (await Client.GetAsync($"/workflows?tag={tag}&limit=200")).Json.Items().Select(item => item.Text("id")));
    }
}
