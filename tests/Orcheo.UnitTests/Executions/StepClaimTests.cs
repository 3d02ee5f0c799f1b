using Orcheo.Core.Executions;
using Orcheo.Hosting.Executions.Agents;
using Orcheo.UnitTests.Functions;

namespace Orcheo.UnitTests.Executions;

public sealed class StepClaimTests : StoreTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private StepClaims Claims => Executions.Claims;

    [Fact]
    public async Task One_worker_has_a_step_until_it_lets_go()
    {
        var step = new StepReference(Tenant, await CreateAsync(), "agent", 1_000);
        var held = await TakeAsync(step);
        Assert.NotNull(held);
        Assert.Null(await TakeAsync(step));
        Assert.NotNull(await TakeAsync(step with { Number = 1_501 }));

        held = await Claims.RenewAsync(step, held, Time.GetUtcNow() + Lease, Cancel);
        await Claims.ReleaseAsync(step, held!, Cancel);
        Assert.NotNull(await TakeAsync(step));
    }

    [Fact]
    public async Task A_worker_that_has_died_holds_its_step_for_its_time_and_one_that_comes_back_does_not_get_it_again()
    {
        var step = new StepReference(Tenant, await CreateAsync(), "agent", 1_000);
        var dead = (await TakeAsync(step))!;
        Time.Advance(Lease - TimeSpan.FromSeconds(1));
        Assert.Null(await TakeAsync(step));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await TakeAsync(step));

        Assert.Null(await Claims.RenewAsync(step, dead, Time.GetUtcNow() + Lease, Cancel));
        await Claims.ReleaseAsync(step, dead, Cancel);
        Assert.Null(await TakeAsync(step));
    }

    [Fact]
    public async Task A_step_under_way_is_held_for_as_long_as_it_takes_and_who_waits_hears_that_it_is_made()
    {
        var step = new StepReference(Tenant, await CreateAsync(), "agent", 1_000);
        var (made, looks) = (false, 0);
        var first = await StepClaim.TakeAsync(Claims, step, () => Task.FromResult(false), Time, Cancel);
        var second = StepClaim.TakeAsync(
            Claims,
            step,
            () =>
            {
                looks++;
                return Task.FromResult(made);
            },
            Time,
            Cancel);
        for (var third = 0; third < 12; third++)
        {
            var before = await ETagAsync(step);
            Time.Advance(Lease / 3);
            await Eventually.TrueAsync(() => ETagAsync(step).GetAwaiter().GetResult() != before);
            Assert.False(second.IsCompleted);
        }

        made = true;
        await Eventually.TrueAsync(() => second.IsCompleted, () => Time.Advance(TimeSpan.FromMilliseconds(100)));
        Assert.Null(await second);
        Assert.True(looks > 1);
        await first!.DisposeAsync();
        Assert.NotNull(await TakeAsync(step));
    }

    private async Task<string?> ETagAsync(StepReference step) =>
        (await Store.GetAsync("executions", $"{Tenant}|{step.ExecutionId}", "l|agent|001000", Cancel))?.ETag;

    private Task<string?> TakeAsync(StepReference step) => Claims.TakeAsync(step, Time.GetUtcNow(), Time.GetUtcNow() + Lease, Cancel);
}
