namespace Orcheo.UnitTests.Nodes.ManualTrigger;

public sealed class ManualTriggerNodeTests
{
    [Fact]
    public Task It_puts_out_what_started_the_run() => TriggerChecks.PutsOutWhatStartedTheRunAsync("manual_trigger");
}
