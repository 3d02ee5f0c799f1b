using Orcheo.Core.Executions;
using Orcheo.Core.Idempotency;
using Orcheo.Core.Ids;
using Orcheo.Core.Storage;

namespace Orcheo.IntegrationTests.Storage;

public abstract partial class RepositoryContract
{
    private static readonly IdempotentRequest Request = new(Tenant, "key_1", "row", "fingerprint");

    private IdempotencyStore Keys => new(Store, Time);

    [Fact]
    public async Task Of_many_requests_with_one_key_one_is_served_and_all_later_ones_get_its_answer()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => Keys.ClaimAsync(Request, Ct)));
        var served = Assert.Single(claims, claim => claim.Verdict == IdempotencyVerdict.Serve);
        Assert.All(claims.Except([served]), claim => Assert.Equal(IdempotencyVerdict.InFlight, claim.Verdict));

        Assert.True(await Keys.KeepAsync(Request, served, [1, 2, 3]));
        var later = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(_ => Keys.ClaimAsync(Request, Ct)));
        Assert.All(later, claim => Assert.Equal((IdempotencyVerdict.Answered, "1,2,3"), (claim.Verdict, string.Join(",", claim.Answer))));
    }

    [Fact]
    public async Task A_key_is_kept_for_24_hours_from_its_first_use_and_then_free()
    {
        var first = await Keys.ClaimAsync(Request, Ct);
        Time.Advance(TimeSpan.FromSeconds(5));
        await Keys.KeepAsync(Request, first, [1]);
        Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(IdempotencyVerdict.Answered, (await Keys.ClaimAsync(Request, Ct)).Verdict);

        Time.Advance(TimeSpan.FromMilliseconds(1));
        var other = Request with { Fingerprint = "another" };
        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Keys.ClaimAsync(other, Ct)));
        var again = Assert.Single(claims, claim => claim.Verdict == IdempotencyVerdict.Serve);
        Assert.NotEqual(first.BeganAt, again.BeganAt);
        Assert.Equal(IdempotencyVerdict.Mismatch, (await Keys.ClaimAsync(Request, Ct)).Verdict);
    }

    [Fact]
    public async Task A_claim_left_by_a_crash_is_taken_over_by_one_after_a_minute_and_goes_on_as_it_began()
    {
        var dead = await Keys.ClaimAsync(Request, Ct);
        Time.Advance(IdempotencyStore.ClaimedFor - TimeSpan.FromMilliseconds(1));
        Assert.Equal(IdempotencyVerdict.InFlight, (await Keys.ClaimAsync(Request, Ct)).Verdict);

        Time.Advance(TimeSpan.FromMilliseconds(1));
        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Keys.ClaimAsync(Request, Ct)));
        var heir = Assert.Single(claims, claim => claim.Verdict == IdempotencyVerdict.Serve);
        Assert.Equal(dead.BeganAt.ToUnixTimeMilliseconds(), heir.BeganAt.ToUnixTimeMilliseconds());

        // The first was not dead, only slow: it must not put its answer over the other's.
        Assert.False(await Keys.KeepAsync(Request, dead, [1]));
        Assert.True(await Keys.KeepAsync(Request, heir, [2]));
        Assert.Equal([2], (await Keys.ClaimAsync(Request, Ct)).Answer);
    }

    [Fact]
    public async Task A_refused_request_leaves_the_key_free_and_one_that_failed_midway_keeps_it_for_itself()
    {
        await Keys.ForgetAsync(Request, await Keys.ClaimAsync(Request, Ct));
        var other = Request with { Fingerprint = "put right" };
        var claim = await Keys.ClaimAsync(other, Ct);
        Assert.Equal(IdempotencyVerdict.Serve, claim.Verdict);

        Time.Advance(TimeSpan.FromSeconds(1));
        await Keys.GiveBackAsync(other, claim);
        Assert.Equal(IdempotencyVerdict.Mismatch, (await Keys.ClaimAsync(Request, Ct)).Verdict);
        var again = await Keys.ClaimAsync(other, Ct);
        Assert.Equal((IdempotencyVerdict.Serve, claim.BeganAt), (again.Verdict, again.BeganAt));
    }

    [Fact]
    public async Task Each_caller_has_keys_of_its_own()
    {
        await Keys.KeepAsync(Request, await Keys.ClaimAsync(Request, Ct), [1]);
        Assert.Equal(IdempotencyVerdict.Serve, (await Keys.ClaimAsync(Request with { CallerId = "key_2" }, Ct)).Verdict);
        Assert.Equal(IdempotencyVerdict.Serve, (await Keys.ClaimAsync(Request with { Tenant = "other" }, Ct)).Verdict);
        Assert.Equal(IdempotencyVerdict.Serve, (await Keys.ClaimAsync(Request with { Row = "row2" }, Ct)).Verdict);
    }

    [Fact]
    public async Task Expired_keys_are_purged_and_those_used_again_are_not()
    {
        var requests = Enumerable.Range(0, 7).Select(i => Request with { Row = $"row{i}" }).ToList();
        foreach (var request in requests)
        {
            await Keys.KeepAsync(request, await Keys.ClaimAsync(request, Ct), [1]);
        }

        await Keys.ForgetAsync(Request, await Keys.ClaimAsync(Request, Ct));
        var expiry = new ExpiryIndex(Store, Time);
        Time.Advance(IdempotencyStore.KeptFor - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await expiry.PurgeAsync(Tenant, 3, Ct));

        Time.Advance(TimeSpan.FromMilliseconds(1));
        await Keys.ClaimAsync(requests[3], Ct);
        var settled = new List<int>();
        do
        {
            settled.Add(await expiry.PurgeAsync(Tenant, 3, Ct));
        }
        while (settled[^1] > 0);

        Assert.Equal([3, 3, 2, 0], settled);
        foreach (var request in requests)
        {
            var row = await Store.GetAsync("idempotency", $"{Tenant}|{request.CallerId}", request.Row, Ct);
            Assert.Equal(request == requests[3], row is not null);
        }
    }

    [Fact]
    public async Task Of_many_starts_with_one_derived_id_one_is_stored_and_every_list_shows_it_once()
    {
        var id = OrcheoId.Derive(OrcheoId.Execution, Tenant, "key_1", "a-key");
        var stored = await Task.WhenAll(Enumerable.Range(0, Crowd).Select(i =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(i % 3));
            return Executions.CreateAsync(Tenant, StartOf(id), Ct);
        }));

        Assert.Single(stored, won => won);
        foreach (var ids in new[] { await IdsAsync(), await IdsAsync(ExecutionStatus.Queued), await IdsAsync(null, "wf_1"), await IdsAsync(ExecutionStatus.Queued, "wf_1") })
        {
            Assert.Equal([id], ids);
        }
    }
}
