using Orcheo.Core.Storage;
using Orcheo.Hosting;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Sandbox;
using Orcheo.UnitTests.Executions;

namespace Orcheo.UnitTests.Hosting;

public sealed class HealthCheckTests : StoreTest
{
    [Fact]
    public async Task A_store_that_answers_is_ok()
    {
        var report = await Check(Store).CheckAsync(Cancel);
        Assert.Equal(("ok", "ok", "Sqlite", "ok", "embedded"), (report.Status, report.Storage.Status, report.Storage.Provider, report.Durable.Status, report.Durable.Provider));
        Assert.Equal(("unavailable", "none"), (report.Sandbox.Status, report.Sandbox.Provider));
        Assert.Matches(@"^\d+\.\d+\.\d+$", report.Version);
    }

    [Fact]
    public async Task A_store_that_fails_makes_it_unavailable()
    {
        var store = new FailingStore(Store) { Failing = true };
        var report = await Check(store).CheckAsync(Cancel);
        Assert.Equal(("unavailable", "unavailable"), (report.Status, report.Storage.Status));

        store.Failing = false;
        Assert.Equal("ok", (await Check(store).CheckAsync(Cancel)).Status);
    }

    private static HealthCheck Check(ITableStore store) => new(store, new OrcheoOptions(), new DurableRunner("embedded"), new AbsentSandbox());
}
