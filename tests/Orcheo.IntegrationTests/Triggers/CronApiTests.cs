using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

public sealed class CronApiTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const string Never = "0 0 0 1 1 ? 2090";

    private static readonly Flow Work = new Flow().Node("start", "cron_trigger").Set("keep", new { at = "{{ trigger.scheduled_at }}", input = "{{ input }}" }).Chain("start", "keep");

    [Fact]
    public async Task A_trigger_is_created_read_changed_listed_and_deleted()
    {
        var workflow = await Client.CreateAsync(Work);
        var created = (await Client.PostAsync("/triggers/cron", Body(workflow, Never))).Expect(HttpStatusCode.Created);
        Assert.Equal($"/api/triggers/cron/{created.Id}", created.Header("Location"));
        Assert.Equal(("UTC", "skip", "active", 0, 0), (
            created.Json.Text("timezone"), created.Json.Text("misfire_policy"), created.Json.Text("status"),
            created.Json.Number("fire_count"), created.Json.Number("missed_count")));
        Assert.Equal("2090-01-01T00:00:00.000Z", created.Json.Text("next_fire_at"));

        var read = (await Client.GetAsync($"/triggers/cron/{created.Id}")).Expect(HttpStatusCode.OK);
        Assert.Equal((created.Text, created.Header("ETag")), (read.Text, read.Header("ETag")));

        // What was read can be sent back.
        var body = JsonNode.Parse(read.Text)!.AsObject();
        body["timezone"] = "Asia/Tokyo";
        body["enabled"] = true;
        body["version"] = "draft";
        var updated = (await Client.PutAsync($"/triggers/cron/{created.Id}", body, ("If-Match", read.Header("ETag")))).Expect(HttpStatusCode.OK);
        Assert.Equal(("2089-12-31T15:00:00.000Z", "draft"), (updated.Json.Text("next_fire_at"), updated.Json.Text("version")));
        (await Client.PutAsync($"/triggers/cron/{created.Id}", body, ("If-Match", read.Header("ETag")))).Expect(HttpStatusCode.PreconditionFailed);
        (await Client.DeleteAsync($"/triggers/cron/{created.Id}", ("If-Match", read.Header("ETag")))).Expect(HttpStatusCode.PreconditionFailed);

        var list = (await Client.GetAsync($"/triggers/cron?workflow_id={workflow}")).Expect(HttpStatusCode.OK).Json.Items();
        Assert.Equal(created.Id, Assert.Single(list).Text("id"));

        body["enabled"] = false;
        var disabled = (await Client.PutAsync($"/triggers/cron/{created.Id}", body)).Expect(HttpStatusCode.OK);
        Assert.Equal(("disabled", false), (disabled.Json.Text("status"), disabled.Json.Has("next_fire_at")));
        (await Client.DeleteAsync($"/triggers/cron/{created.Id}", ("If-Match", disabled.Header("ETag")))).Expect(HttpStatusCode.NoContent);
        (await Client.GetAsync($"/triggers/cron/{created.Id}")).Expect(HttpStatusCode.NotFound);
        (await Client.PutAsync($"/triggers/cron/{created.Id}", body)).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task It_fires_every_second_within_the_second_and_says_so_and_the_ETag_survives_it()
    {
        var workflow = await Client.CreateAsync(Work);
        var body = Body(workflow, "* * * * * ?");
        body["misfire_policy"] = "queue";
        body["input"] = new JsonObject { ["n"] = 7 };
        var created = (await Client.PostAsync("/triggers/cron", body)).Expect(HttpStatusCode.Created);
        var fired = await Eventually.Becomes(
            async () => (await Client.GetAsync($"/triggers/cron/{created.Id}")).Expect(HttpStatusCode.OK),
            trigger => trigger.Json.Number("fire_count") >= 3,
            "three times");
        Assert.Equal(created.Header("ETag"), fired.Header("ETag"));
        Assert.True(fired.Json.Has("last_fire_at") && fired.Json.Has("last_status"));

        (await Client.DeleteAsync($"/triggers/cron/{created.Id}", ("If-Match", created.Header("ETag")))).Expect(HttpStatusCode.NoContent);
        var executions = (await Client.GetAsync($"/executions?workflow_id={workflow}&limit=200")).Expect(HttpStatusCode.OK).Json.Items();
        Assert.True(executions.Count >= 3);
        foreach (var execution in executions)
        {
            var ended = (await Client.EndOfAsync(execution.Text("id"))).Json;
            Assert.Equal(("succeeded", "cron", created.Id), (ended.Text("status"), ended.Member("trigger").Text("type"), ended.Member("trigger").Text("id")));
            Assert.Equal((7, 7), (ended.Member("output").Member("input").Number("n"), ended.Member("input").Number("n")));
        }

        var times = executions.Select(execution => execution.Member("output").Text("at")).ToList();
        Assert.Equal(times.Distinct().Count(), times.Count);
    }

    [Fact]
    public async Task A_preview_shows_the_next_times()
    {
        var times = (await Client.GetAsync("/triggers/cron/preview?cron=0%200%200%2029%202%20%3F%202090-2100&timezone=Europe/Berlin&count=2"))
            .Expect(HttpStatusCode.OK).Json.Member("times");
        Assert.Equal(["2092-02-28T23:00:00.000Z", "2096-02-28T23:00:00.000Z"], times.EnumerateArray().Select(time => time.GetString()));
        Assert.Equal(5, (await Client.GetAsync("/triggers/cron/preview?cron=*/5%20*%20*%20*%20*")).Expect(HttpStatusCode.OK).Json.Member("times").GetArrayLength());
        Assert.Equal(0, (await Client.GetAsync("/triggers/cron/preview?cron=0%200%200%201%201%20%3F%202020")).Expect(HttpStatusCode.OK).Json.Member("times").GetArrayLength());
        Assert.Equal(100, (await Client.GetAsync("/triggers/cron/preview?cron=*%20*%20*%20*%20*%20%3F&count=100")).Expect(HttpStatusCode.OK).Json.Member("times").GetArrayLength());
        foreach (var (query, code) in new[]
        {
            ("cron=0%200%2024%20*%20*%20%3F", "ORC1012"), ("", "ORC1007"), ("cron=*%20*%20*%20*%20*&count=101", "ORC1007"),
            ("cron=*%20*%20*%20*%20*&timezone=Mars/Olympus", "ORC1005"),
        })
        {
            var refused = (await Client.GetAsync("/triggers/cron/preview?" + query)).Expect(HttpStatusCode.BadRequest);
            Assert.Equal(code, refused.Json.Text("code"));
        }
    }

    [Fact]
    public async Task Faults_are_listed_with_their_places()
    {
        var workflow = await Client.CreateAsync(Work);
        async Task AssertAsync(HttpStatusCode status, string code, string pointer, Action<JsonObject> change)
        {
            var body = Body(workflow, Never);
            change(body);
            var problem = (await Client.PostAsync("/triggers/cron", body)).Expect(status).Json;
            var error = Assert.Single(problem.Member("errors").EnumerateArray());
            Assert.Equal((code, pointer), (error.Text("code"), error.Text("pointer")));
        }

        await AssertAsync(HttpStatusCode.BadRequest, "ORC1012", "/cron", body => body["cron"] = "0 0 24 * * ?");
        await AssertAsync(HttpStatusCode.BadRequest, "ORC1012", "/cron", body => body["cron"] = "0 0 0 30 2 ?");
        await AssertAsync(HttpStatusCode.BadRequest, "ORC1004", "/cron", body => body.Remove("cron"));
        await AssertAsync(HttpStatusCode.BadRequest, "ORC1004", "/workflow_id", body => body.Remove("workflow_id"));
        await AssertAsync(HttpStatusCode.BadRequest, "ORC1006", "/workflow_id", body => body["workflow_id"] = "x");
        await AssertAsync(HttpStatusCode.BadRequest, "ORC1005", "/timezone", body => body["timezone"] = "W. Europe Standard Time");
        await AssertAsync(HttpStatusCode.BadRequest, "ORC1005", "/misfire_policy", body => body["misfire_policy"] = "queu");
        await AssertAsync(HttpStatusCode.BadRequest, "ORC1005", "/version", body => body["version"] = 0);
        await AssertAsync(HttpStatusCode.BadRequest, "ORC1005", "/input", body => body["input"] = new string('x', 70_000));
        await AssertAsync(HttpStatusCode.BadRequest, "ORC1002", "/schedule", body => body["schedule"] = "x");
        await AssertAsync(HttpStatusCode.NotFound, "ORC4004", "/workflow_id", body => body["workflow_id"] = "wf_00000000000000000000000000");
        await AssertAsync(HttpStatusCode.NotFound, "ORC4004", "/version", body => body["version"] = 3);
    }

    [Fact]
    public async Task A_backfill_starts_the_past_once()
    {
        var workflow = await Client.CreateAsync(Work);
        var trigger = (await Client.PostAsync("/triggers/cron", Body(workflow, "0 0 12 * * ?"))).Expect(HttpStatusCode.Created).Id;
        var range = new JsonObject { ["from"] = "2026-01-01T00:00:00Z", ["to"] = "2026-01-06T12:00:00Z" };
        var done = (await Client.PostAsync($"/triggers/cron/{trigger}/backfill", range)).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((5, 0), (done.Number("started"), done.Number("skipped")));
        foreach (var (id, day) in done.Member("execution_ids").EnumerateArray().Select((id, index) => (id.GetString()!, index + 1)))
        {
            Assert.Equal($"2026-01-0{day}T12:00:00.000Z", (await Client.EndOfAsync(id)).Json.Member("output").Text("at"));
        }

        var again = (await Client.PostAsync($"/triggers/cron/{trigger}/backfill", range.DeepClone())).Expect(HttpStatusCode.OK).Json;
        Assert.Equal((0, 5), (again.Number("started"), again.Number("skipped")));
        (string From, string To)[] refused =
            [("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"), ("2026-01-01T00:00:00Z", "2999-01-01T00:00:00Z"), ("1969-01-01T00:00:00Z", "2026-01-01T00:00:00Z")];
        foreach (var (from, to) in refused)
        {
            (await Client.PostAsync($"/triggers/cron/{trigger}/backfill", new JsonObject { ["from"] = from, ["to"] = to })).Expect(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task A_deleted_workflow_shows_in_the_list_of_triggers()
    {
        var workflow = await Client.CreateAsync(Work);
        var trigger = (await Client.PostAsync("/triggers/cron", Body(workflow, Never))).Expect(HttpStatusCode.Created).Id;
        (await Client.DeleteAsync($"/workflows/{workflow}")).Expect(HttpStatusCode.NoContent);
        var shown = Assert.Single((await Client.GetAsync($"/triggers/cron?workflow_id={workflow}")).Expect(HttpStatusCode.OK).Json.Items());
        Assert.Equal(("workflow_deleted", false), (shown.Text("status"), shown.Has("next_fire_at")));
        (await Client.PostAsync($"/triggers/cron/{trigger}/backfill", new JsonObject { ["from"] = "2020-01-01T00:00:00Z", ["to"] = "2020-01-02T00:00:00Z" }))
            .Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task What_is_done_to_triggers_is_audited()
    {
        var workflow = await Client.CreateAsync(Work);
        var trigger = (await Client.PostAsync("/triggers/cron", Body(workflow, Never))).Expect(HttpStatusCode.Created).Id;
        (await Client.PutAsync($"/triggers/cron/{trigger}", Body(workflow, Never))).Expect(HttpStatusCode.OK);
        (await Client.PostAsync($"/triggers/cron/{trigger}/backfill", new JsonObject { ["from"] = "2020-01-01T00:00:00Z", ["to"] = "2020-01-02T00:00:00Z" }))
            .Expect(HttpStatusCode.OK);
        (await Client.DeleteAsync($"/triggers/cron/{trigger}")).Expect(HttpStatusCode.NoContent);
        var entries = (await Client.GetAsync($"/audit?resource={trigger}")).Expect(HttpStatusCode.OK).Json.Items();
        Assert.Equal(["trigger.delete", "trigger.backfill", "trigger.update", "trigger.create"], entries.Select(entry => entry.Text("action")));
    }

    private static JsonObject Body(string workflow, string cron) => new() { ["workflow_id"] = workflow, ["cron"] = cron };
}
