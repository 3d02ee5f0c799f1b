using System.Net;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

/// <summary>What a delivery with <c>on_completion</c> is answered with.</summary>
public sealed class WebhookAnswerTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static readonly object OnCompletion = new { auth = "none", response_mode = "on_completion" };

    private static Flow Hook(object? respond = null) => new Flow().Node("hook", "webhook_trigger", respond is null ? null : new { respond });

    [Fact]
    public async Task The_output_is_the_answer()
    {
        using var sender = await WebhookSender.CreateAsync(
            Stack, await Client.CreateAsync(Hook().Set("greet", new { text = "Hello {{ trigger.body.name }}" }).Edge("hook", "greet")), new { response_mode = "on_completion" });
        var answer = (await sender.SendAsync("evt_1", """{"name":"Ada"}""")).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"text":"Hello Ada"}""", answer.Text);
        Assert.Equal("application/json", answer.ContentType);
        var again = (await sender.SendAsync("evt_1", """{"name":"Ada"}""")).Expect(HttpStatusCode.OK);
        Assert.True(again.Json.GetProperty("duplicate").GetBoolean());
    }

    [Fact]
    public async Task The_workflow_sets_status_headers_and_body_from_any_node()
    {
        var flow = Hook(new
        {
            status = "{{ nodes.made.output.status }}",
            headers = new Dictionary<string, object?> { ["X-Made"] = "{{ state.id }}", ["Location"] = "/things/{{ state.id }}", ["Set-Cookie"] = "a=1", ["X-None"] = null, ["Content-Length"] = "3" },
            body = new { id = "{{ state.id }}", by = "{{ trigger.body.name }}", run = "{{ execution.id }}", status = "{{ nodes.made.status }}" },
        }).Set("made", new { status = 201, id = 42 }).Edge("hook", "made");
        using var sender = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(flow), new { response_mode = "on_completion" });
        var answer = (await sender.SendAsync("evt_1", """{"name":"Ada"}""")).Expect(HttpStatusCode.Created);
        Assert.Equal(("42", "/things/42", "a=1", "application/json"), (answer.Headers["X-Made"], answer.Headers["Location"], answer.Headers["Set-Cookie"], answer.ContentType));
        Assert.False(answer.Headers.ContainsKey("X-None"));
        Assert.Equal((42, "Ada", "succeeded"), (answer.Json.Number("id"), answer.Json.Text("by"), answer.Json.Text("status")));
    }

    [Fact]
    public async Task Text_is_sent_as_text_and_no_body_as_none()
    {
        using var text = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(Hook(new { body = "challenge {{ trigger.query.c }}" })), OnCompletion);
        var plain = (await text.PostAsync(null, "?c=abc")).Expect(HttpStatusCode.OK);
        Assert.Equal(("challenge abc", "text/plain"), (plain.Text, plain.ContentType));
        var html = new { status = 404, headers = new Dictionary<string, string> { ["content-type"] = "text/html" }, body = "<p>gone</p>" };
        using var typed = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(Hook(html)), OnCompletion);
        Assert.Equal("text/html", (await typed.PostAsync(null)).Expect(HttpStatusCode.NotFound).ContentType);
        using var nothing = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(Hook(new { status = 204, body = "x" })), OnCompletion);
        Assert.Equal("", (await nothing.PostAsync(null)).Expect(HttpStatusCode.NoContent).Text);
        using var empty = await WebhookSender.CreateAsync(Stack, await Client.CreateAsync(Hook(new { status = 404 })), OnCompletion);
        Assert.Equal("", (await empty.PostAsync(null)).Expect(HttpStatusCode.NotFound).Text);
    }

    [Fact]
    public async Task A_failure_and_a_cancellation_are_told_with_the_execution()
    {
        using var failing = await WebhookSender.CreateAsync(
            Stack, await Client.CreateAsync(Hook(new { status = 201 }).Set("bad", new { x = "{{ state.none.deeper }}" }).Edge("hook", "bad")), OnCompletion);
        var failed = (await failing.PostAsync(null)).Expect(HttpStatusCode.InternalServerError);
        Assert.Equal(("failed", "ORC3005"), (failed.Json.Text("status"), failed.Json.GetProperty("error").Text("code")));

        var slow = await Client.CreateAsync(Hook().Node("pause", "delay", new { seconds = 600 }).Edge("hook", "pause"));
        using var waiting = await WebhookSender.CreateAsync(Stack, slow, OnCompletion);
        var pending = waiting.PostAsync(null);
        var execution = (await Eventually.Becomes(
            async () => (await Client.GetAsync($"/executions?workflow_id={slow}")).Json.Items(), items => items.Count == 1, "the execution"))[0].Text("id");
        (await Client.PostAsync($"/executions/{execution}/cancel")).Expect(HttpStatusCode.Accepted);
        var cancelled = (await pending).Expect(HttpStatusCode.Conflict);
        Assert.Equal((execution, "cancelled"), (cancelled.ExecutionId, cancelled.Json.Text("status")));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_rendered_is_a_500_and_the_execution_stays_succeeded()
    {
        using var sender = await WebhookSender.CreateAsync(
            Stack, await Client.CreateAsync(Hook(new { body = "{{ state.none.deeper }}" })), OnCompletion);
        var answer = (await sender.PostAsync(null)).Expect(HttpStatusCode.InternalServerError);
        Assert.Equal(("succeeded", "ORC3005"), (answer.Json.Text("status"), answer.Json.GetProperty("error").Text("code")));
        var events = await Client.EventsAsync(answer.ExecutionId);
        Assert.Single(events, item => item.Text("type") == "log" && item.GetProperty("payload").Text("level") == "error");
        Assert.Equal("succeeded", (await Client.GetAsync($"/executions/{answer.ExecutionId}")).Json.Text("status"));
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_accepted()
    {
        await using var stack = await LocalStack.StartAsync(
            new LocalStackOptions { Environment = new Dictionary<string, string> { ["Orcheo__Webhooks__CompletionWait"] = "00:00:00.300" } });
        var workflow = await stack.Client.CreateAsync(Hook().Node("pause", "delay", new { seconds = 600 }).Edge("hook", "pause"));
        using var sender = await WebhookSender.CreateAsync(stack, workflow, OnCompletion);
        var answer = (await sender.PostAsync(null)).Expect(HttpStatusCode.Accepted);
        await stack.Client.UntilAsync(answer.ExecutionId, "waiting");
    }
}
