namespace Orcheo.UnitTests.Nodes.WebhookTrigger;

public sealed class WebhookTriggerNodeTests
{
    [Fact]
    public Task It_puts_out_what_started_the_run() => TriggerChecks.PutsOutWhatStartedTheRunAsync("webhook_trigger");
}
