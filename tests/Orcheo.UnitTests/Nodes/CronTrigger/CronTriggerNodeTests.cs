namespace Orcheo.UnitTests.Nodes.CronTrigger;

public sealed class CronTriggerNodeTests
{
    [Fact]
    public Task It_puts_out_what_started_the_run() => TriggerChecks.PutsOutWhatStartedTheRunAsync("cron_trigger");
}
