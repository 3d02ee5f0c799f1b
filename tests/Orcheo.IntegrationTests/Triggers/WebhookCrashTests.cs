using System.Net;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

/// <summary>A delivery stays one execution through a crash, and on another store; its secret is nowhere in the clear.</summary>
public sealed class WebhookCrashTests(AzuriteFixture azurite)
{
    private static Flow Simple() => new Flow().Node("hook", "webhook_trigger").Set("done", new { n = "{{ trigger.body.n }}" }).Edge("hook", "done");

    [Fact]
    public async Task A_delivery_repeated_after_a_crash_finds_its_execution_and_no_secret_is_on_disk()
    {
        await using var stack = await LocalStack.StartAsync();
        using var sender = await WebhookSender.CreateAsync(stack, await stack.Client.CreateAsync(Simple()));
        using var token = await WebhookSender.CreateAsync(stack, sender.Trigger.Text("workflow_id"), new { auth = "token" });
        var first = (await sender.SendAsync("evt_1", """{"n":1}""")).Expect(HttpStatusCode.Accepted);
        (await token.PostAsync(null, "", ("Authorization", "Bearer " + token.Secret))).Expect(HttpStatusCode.Accepted);
        await stack.KillAsync();
        await stack.StartAgainAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => sender.SendAsync("evt_1", """{"n":1}""")));
        Assert.All(answers, answer => Assert.Equal(first.ExecutionId, answer.Expect(HttpStatusCode.OK).ExecutionId));
        await stack.Client.EndOfAsync(first.ExecutionId);
        Assert.Equal(2, (await stack.Client.GetAsync($"/executions?workflow_id={sender.Trigger.Text("workflow_id")}")).Json.Items().Count);

        await stack.TerminateAsync();
        var files = SecretSearch.Files(stack.DataDirectory, running: false);
        foreach (var secret in new[] { sender.Secret["whsec_".Length..], token.Secret, sender.Token, token.Token })
        {
            Assert.Empty(SecretSearch.In(files, secret));
            Assert.Empty(SecretSearch.In(stack.Output, secret));
        }
    }

    [Fact]
    public async Task The_counts_survive_a_stop()
    {
        await using var stack = await LocalStack.StartAsync();
        using var sender = await WebhookSender.CreateAsync(stack, await stack.Client.CreateAsync(Simple()));
        var last = (await sender.SendAsync("evt_1")).Expect(HttpStatusCode.Accepted);
        (await sender.PostAsync(null)).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal(0, await stack.TerminateAsync());
        await stack.StartAgainAsync();
        var shown = await sender.ReadAsync();
        Assert.Equal((1, 1, last.ExecutionId), (shown.Number("fire_count"), shown.Number("rejected_count"), shown.Text("last_execution_id")));
    }

    [Fact]
    public async Task On_azure_tables_too_the_same_delivery_is_one_execution()
    {
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions
        {
            Environment = new Dictionary<string, string>
            {
                ["Orcheo__Storage__Provider"] = "AzureTables",
                ["Orcheo__Storage__ConnectionString"] = await azurite.GetConnectionStringAsync(),
                ["Orcheo__Storage__TablePrefix"] = "h" + Guid.NewGuid().ToString("N")[..10],
            },
        });
        using var sender = await WebhookSender.CreateAsync(stack, await stack.Client.CreateAsync(Simple()));
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => sender.SendAsync("evt_1", """{"n":1}""")));
        Assert.Single(answers.Select(answer => answer.ExecutionId).Distinct());
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        await stack.Client.EndOfAsync(answers[0].ExecutionId);
    }
}
