using Microsoft.AspNetCore.Http;
using Orcheo.Api.Security;
using Orcheo.Core.Audit;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Security;
using Orcheo.UnitTests.Executions;

namespace Orcheo.UnitTests.Hosting;

public sealed class AuditTrailTests : StoreTest
{
    private readonly DefaultHttpContext _http = new();

    [Fact]
    public async Task What_a_function_says_is_on_disk_when_the_trail_is_complete()
    {
        var trail = Trail(Store);
        _http.Request.Audit("workflow.create", "workflow", "wf_1", new { Name = "First" });
        _http.Request.Audit("workflow.delete", "workflow", "wf_1");
        await trail.CompleteAsync((_, _) => Assert.Fail("Nothing is lost."));

        var entries = (await new AuditStore(Store).ListAsync(Tenant, "workflow", "admin", new ListRequest(), Cancel)).Items;
        Assert.Equal(["workflow.create", "workflow.delete"], entries.Select(entry => entry.Action).Order(StringComparer.Ordinal));
        Assert.All(entries, entry => Assert.Equal(("admin_key", "192.0.2.1", "request-1"), (entry.Actor.Type, entry.Ip, entry.RequestId)));
        Assert.Equal(["""{"name":"First"}""", "{}"], entries.OrderBy(entry => entry.Action, StringComparer.Ordinal).Select(entry => entry.Details.GetRawText()));
    }

    [Fact]
    public async Task An_entry_that_cannot_be_written_fails_the_request_and_is_told()
    {
        var trail = Trail(new FailingStore(Store) { Failing = true });
        _http.Request.Audit("workflow.create", "workflow", "wf_1");
        var lost = new List<string>();
        await Assert.ThrowsAsync<StorageException>(() => trail.CompleteAsync((entry, _) => lost.Add(entry.Action)));
        Assert.Equal(["workflow.create"], lost);
    }

    [Fact]
    public void A_function_that_nobody_was_let_into_has_no_trail() =>
        Assert.Throws<InvalidOperationException>(() => _http.Request.Audit("workflow.create", "workflow", "wf_1"));

    private AuditTrail Trail(ITableStore store)
    {
        var trail = new AuditTrail(new AuditStore(store), Time, Caller.Admin, "192.0.2.1", "request-1");
        _http.Features.Set(trail);
        return trail;
    }
}
