using System.Text.Json;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class ExecutionRetryTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static readonly object Quick = new { max_attempts = 4, initial_interval_seconds = 0.05, jitter = false };

    [Fact]
    public async Task A_node_is_tried_until_it_succeeds_and_its_attempts_are_counted()
    {
        var id = UniqueName();
        var flow = Flow.Start().Http("call", new { method = "GET", url = $"{Target.Address}/flaky/2?id={id}" }, new { retry = Quick }).Edge("start", "call");
        var run = (await Client.RunAsync(flow)).Json;

        Assert.Equal("succeeded", run.Text("status"));
        Assert.Equal(3, Target.Calls(id).Count);
        Assert.Equal(3, await AttemptAsync(run));
    }

    [Fact]
    public async Task A_node_gives_up_after_its_attempts()
    {
        var id = UniqueName();
        var flow = Flow.Start().Http("call", new { method = "GET", url = $"{Target.Address}/flaky/99?id={id}" }, new { retry = Quick }).Edge("start", "call");
        var run = (await Client.RunAsync(flow)).Json;

        Assert.Equal("failed", run.Text("status"));
        Assert.Equal("ORC3003", run.Member("error").Text("code"));
        Assert.Equal(4, Target.Calls(id).Count);
        Assert.Equal(4, await AttemptAsync(run));
    }

    [Fact]
    public async Task The_settings_of_the_workflow_hold_where_the_node_says_nothing()
    {
        var id = UniqueName();
        var flow = Flow.Start()
            .Http("call", new { method = "GET", url = $"{Target.Address}/flaky/99?id={id}" }, new { retry = new { max_attempts = 2 } })
            .Edge("start", "call")
            .Settings(new { retry = new { max_attempts = 7, initial_interval_seconds = 0.05, backoff_coefficient = 1, jitter = false } });
        var started = DateTimeOffset.UtcNow;
        await Client.RunAsync(flow);

        Assert.Equal(2, Target.Calls(id).Count);
        Assert.True(DateTimeOffset.UtcNow - started < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    public async Task What_will_not_get_better_is_not_tried_again(int status)
    {
        var id = UniqueName();
        var flow = Flow.Start().Http("call", new { method = "GET", url = $"{Target.Address}/status/{status}?id={id}" }, new { retry = Quick }).Edge("start", "call");
        var run = (await Client.RunAsync(flow)).Json;

        Assert.Equal("failed", run.Text("status"));
        Assert.Single(Target.Calls(id));
        Assert.Equal(1, await AttemptAsync(run));
    }

    [Fact]
    public async Task The_attempts_of_an_unsafe_request_carry_one_key_and_another_run_another()
    {
        var id = UniqueName();
        var flow = Flow.Start().Http("call", new { method = "POST", url = $"{Target.Address}/flaky/2?id={id}", body = new { a = 1 } }, new { retry = Quick }).Edge("start", "call");
        await Client.RunAsync(flow);
        await Client.RunAsync(flow);

        var keys = Target.Calls(id).Select(call => call.IdempotencyKey).ToList();
        Assert.Equal(4, keys.Count);
        Assert.NotEmpty(keys[0]);
        Assert.Single(keys.Take(3).Distinct());
        Assert.NotEqual(keys[0], keys[3]);
    }

    private async Task<int> AttemptAsync(JsonElement run) =>
        (await Client.EventsAsync(run.Text("id")))
            .Last(item => item.Text("type") == "node_end" && item.Text("node_id") == "call")
            .Member("payload").Number("attempt");
}
