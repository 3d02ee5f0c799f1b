using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class IdempotencyTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const string Replayed = "Idempotency-Replayed";

    private readonly (string Name, string Value) _key = ("Idempotency-Key", Guid.NewGuid().ToString());

    [Fact]
    public async Task A_hundred_starts_at_once_with_one_key_are_one_execution_and_every_repetition_gets_the_first_answer()
    {
        var workflow = await Client.CreateAsync(Flow.Start());
        var body = new JsonObject { ["workflow_id"] = workflow, ["input"] = 1 };
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Client.PostAsync("/executions", body.DeepClone(), _key)));

        var accepted = answers.Where(answer => answer.StatusCode == HttpStatusCode.Accepted).ToList();
        var id = Assert.Single(accepted.Select(answer => answer.Id).Distinct());
        var first = Assert.Single(accepted, answer => answer.Header(Replayed).Length == 0);
        foreach (var refused in answers.Except(accepted))
        {
            refused.ExpectProblem(HttpStatusCode.Conflict, "ORC4014");
            Assert.Equal("1", refused.Header("Retry-After"));
        }

        await Client.EndOfAsync(id);
        for (var i = 0; i < 3; i++)
        {
            var again = (await Client.PostAsync("/executions", body.DeepClone(), _key)).Expect(HttpStatusCode.Accepted);
            Assert.Equal((first.Text, first.Header("Location"), "true"), (again.Text, again.Header("Location"), again.Header(Replayed)));
            Assert.NotEqual(first.Header("x-request-id"), again.Header("x-request-id"));
        }

        var listed = (await Client.GetAsync($"/executions?workflow_id={workflow}")).Expect(HttpStatusCode.OK).Json.Items();
        Assert.Equal(id, Assert.Single(listed).Text("id"));
    }

    [Fact]
    public async Task A_repetition_after_the_stack_was_killed_between_start_and_answer_finds_the_same_execution()
    {
        await using var stack = await LocalStack.StartAsync();
        var body = new JsonObject { ["workflow"] = Flow.Start().Node("pause", "delay", new { seconds = 1 }).Chain("start", "pause").Definition() };
        var unanswered = stack.Client.PostAsync("/executions", body.DeepClone(), _key, ("Prefer", "wait=60"));
        var started = await Eventually.Becomes(
            async () => (await stack.Client.GetAsync("/executions")).Expect(HttpStatusCode.OK).Json.Items(), items => items.Count == 1, "the start");
        await stack.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => unanswered);
        await stack.StartAgainAsync();

        // Until the claim of the process that died has run out, nobody can tell that it is dead.
        (await stack.Client.PostAsync("/executions", body.DeepClone(), _key)).ExpectProblem(HttpStatusCode.Conflict, "ORC4014");
        var answer = await Eventually.Becomes(
            () => stack.Client.PostAsync("/executions", body.DeepClone(), _key), answer => answer.Status != 409, "the answer", TimeSpan.FromSeconds(90));
        Assert.Equal(started[0].Text("id"), answer.Expect(HttpStatusCode.Accepted).Id);
        Assert.Equal("succeeded", (await stack.Client.EndOfAsync(answer.Id)).Json.Text("status"));
        Assert.Single((await stack.Client.GetAsync("/executions")).Json.Items());
    }

    [Fact]
    public async Task A_caller_that_went_away_finds_the_answer_that_it_did_not_wait_for()
    {
        var name = UniqueName();
        var workflow = await Client.CreateAsync(Flow.Start().Node("pause", "delay", new { seconds = 1 }).Chain("start", "pause"), name);
        var body = new JsonObject { ["workflow_id"] = workflow };
        using (var http = new HttpClient { BaseAddress = new Uri(Stack.Address, "/api/") })
        using (var request = new HttpRequestMessage(HttpMethod.Post, "executions") { Content = ApiClient.JsonContent(body.ToJsonString()) })
        using (var leaving = new CancellationTokenSource())
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Stack.AdminKey}");
            request.Headers.TryAddWithoutValidation("Prefer", "wait=30");
            request.Headers.TryAddWithoutValidation(_key.Name, _key.Value);
            var sent = http.SendAsync(request, leaving.Token);
            await Eventually.Becomes(
                async () => (await Client.GetAsync($"/executions?workflow_id={workflow}")).Json.Items(), items => items.Count == 1, "the start");
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        }

        var answer = await Eventually.Becomes(
            () => Client.PostAsync("/executions", body.DeepClone(), _key), answer => answer.Status != 409, "the answer");
        Assert.Equal("true", answer.Expect(HttpStatusCode.OK).Header(Replayed));
        Assert.Equal("wait=30", answer.Header("Preference-Applied"));
        Assert.Equal("succeeded", answer.Json.Text("status"));
        Assert.Single((await Client.GetAsync($"/executions?workflow_id={workflow}")).Json.Items());
    }

    [Fact]
    public async Task Another_request_with_the_same_key_is_refused()
    {
        var first = (await Client.PostAsync("/workflows", Flow.Start().Document("one"), _key)).Expect(HttpStatusCode.Created);
        (await Client.PostAsync("/workflows", Flow.Start().Document("two"), _key)).ExpectProblem(HttpStatusCode.UnprocessableEntity, "ORC4013");
        (await Client.PutAsync($"/workflows/{first.Id}", Flow.Start().Document("one"), _key)).ExpectProblem(HttpStatusCode.UnprocessableEntity, "ORC4013");
        (await Client.DeleteAsync($"/workflows/{first.Id}?purge=true", _key)).ExpectProblem(HttpStatusCode.UnprocessableEntity, "ORC4013");
        Assert.Equal("one", (await Client.GetAsync($"/workflows/{first.Id}")).Json.Text("name"));
    }

    [Fact]
    public async Task A_put_with_if_match_repeated_gets_the_first_answer_though_the_workflow_has_moved_on()
    {
        var created = (await Client.PostAsync("/workflows", Flow.Start().Document("one"))).Expect(HttpStatusCode.Created);
        var match = ("If-Match", created.Header("ETag"));
        var first = (await Client.PutAsync($"/workflows/{created.Id}", Flow.Start().Document("two"), match, _key)).Expect(HttpStatusCode.OK);
        (await Client.PutAsync($"/workflows/{created.Id}", Flow.Start().Document("three"))).Expect(HttpStatusCode.OK);

        var again = (await Client.PutAsync($"/workflows/{created.Id}", Flow.Start().Document("two"), match, _key)).Expect(HttpStatusCode.OK);
        Assert.Equal((first.Text, first.Header("ETag"), "true"), (again.Text, again.Header("ETag"), again.Header(Replayed)));
        Assert.Equal("three", (await Client.GetAsync($"/workflows/{created.Id}")).Json.Text("name"));
    }

    [Fact]
    public async Task A_delete_repeated_is_done_once_and_told_twice()
    {
        var id = await Client.CreateAsync(Flow.Start());
        Assert.Equal("", (await Client.DeleteAsync($"/workflows/{id}", _key)).Expect(HttpStatusCode.NoContent).Header(Replayed));
        Assert.Equal("true", (await Client.DeleteAsync($"/workflows/{id}", _key)).Expect(HttpStatusCode.NoContent).Header(Replayed));
        (await Client.DeleteAsync($"/workflows/{id}")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
    }

    [Fact]
    public async Task What_was_refused_can_be_put_right_under_the_same_key()
    {
        (await Client.PostAsync("/workflows", new JsonObject { ["name"] = 1 }, _key)).Expect(HttpStatusCode.BadRequest);
        var created = (await Client.PostAsync("/workflows", Flow.Start().Document("right"), _key)).Expect(HttpStatusCode.Created);
        Assert.Equal("", created.Header(Replayed));
        Assert.Equal(created.Id, (await Client.PostAsync("/workflows", Flow.Start().Document("right"), _key)).Id);
    }

    [Fact]
    public async Task Requests_that_change_nothing_take_no_notice_of_the_key()
    {
        var valid = await Client.PostAsync("/workflows/validate", Flow.Start().Document("one"), _key);
        var invalid = await Client.PostAsync("/workflows/validate", new JsonObject { ["name"] = "one" }, _key);
        Assert.Equal((true, false), (valid.Json.Member("valid").GetBoolean(), invalid.Json.Member("valid").GetBoolean()));
        Assert.Equal("", (await Client.SendAsync("GET", "/workflows", null, ("Idempotency-Key", "not a key"))).Expect(HttpStatusCode.OK).Header(Replayed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData(256)]
    public async Task A_key_that_is_none_is_refused(object value)
    {
        var key = value is int length ? new string('k', length) : (string)value;
        using var client = new ApiClient(Stack.Address, Stack.AdminKey);
        (await client.PostAsync("/workflows", Flow.Start().Document("one"), ("Idempotency-Key", key))).ExpectProblem(HttpStatusCode.BadRequest, "ORC1007");
    }

    [Fact]
    public async Task A_kept_answer_cannot_be_read_on_disk_and_is_answered_again_after_a_restart()
    {
        await using var stack = await LocalStack.StartAsync();
        var body = new JsonObject { ["name"] = "one", ["scopes"] = new JsonArray("workflows:read") };
        var created = (await stack.Client.PostAsync("/api-keys", body.DeepClone(), _key)).Expect(HttpStatusCode.Created);
        var secret = created.Json.Text("secret_once");
        Assert.Equal(0, await stack.TerminateAsync());

        var forms = new[] { secret, secret[13..], Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(created.Text))[..40], _key.Value };
        foreach (var file in Directory.EnumerateFiles(stack.DataDirectory, "*", SearchOption.AllDirectories))
        {
            var text = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Assert.All(forms, form => Assert.DoesNotContain(form, text, StringComparison.Ordinal));
        }

        await stack.StartAgainAsync();
        var again = (await stack.Client.PostAsync("/api-keys", body.DeepClone(), _key)).Expect(HttpStatusCode.Created);
        Assert.Equal((created.Text, "true"), (again.Text, again.Header(Replayed)));
        Assert.Single((await stack.Client.GetAsync("/api-keys")).Json.Items());
    }

    [Fact]
    public async Task Of_two_writers_with_the_same_etag_one_wins_and_nothing_is_lost()
    {
        var created = (await Client.PostAsync("/workflows", Flow.Start().Document("zero"))).Expect(HttpStatusCode.Created);
        var etag = created.Header("ETag");
        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(writer =>
                Client.PutAsync($"/workflows/{created.Id}", Flow.Start().Document($"{round}-{writer}"), ("If-Match", etag))));
            var winner = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.PreconditionFailed).ExpectProblem(HttpStatusCode.PreconditionFailed, "ORC4012");
            var now = (await Client.GetAsync($"/workflows/{created.Id}")).Expect(HttpStatusCode.OK);
            Assert.Equal((winner.Json.Text("name"), winner.Header("ETag")), (now.Json.Text("name"), now.Header("ETag")));
            etag = now.Header("ETag");
        }
    }
}
