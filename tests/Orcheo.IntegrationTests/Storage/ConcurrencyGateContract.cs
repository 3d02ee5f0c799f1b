using System.Globalization;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Storage;

namespace Orcheo.IntegrationTests.Storage;

/// <summary>What the gate promises, on each adapter: several gates on one store stand for several replicas.</summary>
public abstract class ConcurrencyGateContract : IAsyncLifetime
{
    private const string Tenant = "default";

    private readonly string _workflow = OrcheoId.New(OrcheoId.Workflow, DateTimeOffset.UtcNow);
    private ITableStore _store = null!;
    private long _place;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await OpenAsync();
        await _store.InitializeAsync(ConcurrencyGate.Tables, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<ITableStore> OpenAsync();

    protected abstract Task CleanUpAsync();

    [Fact]
    public async Task So_many_are_admitted_as_the_limit_says_and_the_others_in_their_order()
    {
        var gate = Gate();
        var entries = Entries(5, limit: 2);
        Assert.Equal([Id(entries[0])], await EnterAsync(gate, entries[0]));
        Assert.Equal([Id(entries[1])], await EnterAsync(gate, entries[1]));
        foreach (var entry in entries[2..])
        {
            Assert.Empty(await EnterAsync(gate, entry));
            Assert.Equal(GateStanding.Waiting, await gate.FindAsync(Tenant, _workflow, entry, Ct));
        }

        // Whichever ends, it is the turn of the one that came first.
        Assert.Equal([Id(entries[2])], await gate.LeaveAsync(Tenant, _workflow, entries[1]));
        Assert.Equal([Id(entries[3])], await gate.LeaveAsync(Tenant, _workflow, entries[0]));
        Assert.Equal(GateStanding.Admitted, await gate.FindAsync(Tenant, _workflow, entries[3], Ct));
        Assert.Equal(Ids(entries[2..4]), await gate.ListAdmittedAsync(Tenant, _workflow, Ct));
    }

    [Fact]
    public async Task Entering_and_leaving_again_change_nothing()
    {
        var gate = Gate();
        var entries = Entries(3, limit: 1);
        await EnterAsync(gate, entries[0]);
        await EnterAsync(gate, entries[1]);
        Assert.Empty(await EnterAsync(gate, entries[0]));
        Assert.Empty(await EnterAsync(gate, entries[1]));
        Assert.Empty(await gate.LeaveAsync(Tenant, _workflow, entries[2]));
        Assert.Equal([Id(entries[1])], await gate.LeaveAsync(Tenant, _workflow, entries[0]));
        Assert.Empty(await gate.LeaveAsync(Tenant, _workflow, entries[0]));
        Assert.Equal([Id(entries[1])], await gate.ListAdmittedAsync(Tenant, _workflow, Ct));
        Assert.Empty(await EnterAsync(gate, entries[2]));
    }

    [Fact]
    public async Task One_that_waits_can_be_withdrawn_and_one_that_runs_cannot()
    {
        var gate = Gate();
        var entries = Entries(3, limit: 1);
        foreach (var entry in entries)
        {
            await EnterAsync(gate, entry);
        }

        Assert.Equal((false, 0), Count(await gate.WithdrawAsync(Tenant, _workflow, entries[0])));
        Assert.Equal((true, 0), Count(await gate.WithdrawAsync(Tenant, _workflow, entries[1])));
        Assert.Equal((false, 0), Count(await gate.WithdrawAsync(Tenant, _workflow, entries[1])));
        Assert.Equal([Id(entries[2])], await gate.LeaveAsync(Tenant, _workflow, entries[0]));
    }

    [Fact]
    public async Task Who_comes_with_an_earlier_place_goes_first_and_the_one_in_front_is_not_passed_by()
    {
        var gate = Gate();
        var early = new GateEntry(NewId(), new RunTicket(1, 1));
        var entries = Entries(3, limit: 1);
        entries[1] = entries[1] with { Ticket = entries[1].Ticket with { Limit = 2 } };
        entries[2] = entries[2] with { Ticket = entries[2].Ticket with { Limit = 3 } };
        await EnterAsync(gate, entries[0]);
        await EnterAsync(gate, early);

        // There would be room for these two by their own limits, but not for the one before them.
        Assert.Empty(await EnterAsync(gate, entries[1]));
        Assert.Empty(await EnterAsync(gate, entries[2]));

        // Without the one in front, it is the turn of the two: by their limits there is room beside the one that runs.
        var (waited, admitted) = await gate.WithdrawAsync(Tenant, _workflow, early);
        Assert.True(waited);
        Assert.Equal(Ids(entries[1..]), admitted);
    }

    [Fact]
    public async Task A_raised_limit_admits_more_than_one_batch_can_take()
    {
        var gate = Gate();
        var first = Entries(1, limit: 1)[0];
        var many = Entries(70, limit: 65);
        var blocking = new GateEntry(NewId(), new RunTicket(1, 5));
        await EnterAsync(gate, first);
        await EnterAsync(gate, blocking);
        foreach (var entry in many)
        {
            Assert.Empty(await EnterAsync(gate, entry));
        }

        var (_, admitted) = await gate.WithdrawAsync(Tenant, _workflow, blocking);
        Assert.Equal(Ids(many[..64]), admitted);
        Assert.Equal(65, (await gate.ListAdmittedAsync(Tenant, _workflow, Ct)).Count);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_gate_that_nobody_needs()
    {
        var gate = Gate();
        var entries = Entries(3, limit: 1);
        foreach (var entry in entries)
        {
            await EnterAsync(gate, entry);
        }

        foreach (var entry in entries)
        {
            await gate.LeaveAsync(Tenant, _workflow, entry);
        }

        Assert.Empty((await _store.QueryAsync("concurrency", $"{Tenant}|{_workflow}", new TableQuery(), Ct)).Rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task On_several_replicas_each_is_admitted_once_and_never_too_many_at_once(int limit)
    {
        ConcurrencyGate[] gates = [Gate(), Gate(), Gate()];
        var entries = Entries(30, limit);
        var run = new Replicas(gates, _workflow, limit);
        await Task.WhenAll(entries.Select((entry, index) => Task.Run(() => run.EnterAsync(index, entry), Ct)));

        // Each that is admitted ends soon, on some replica, and whoever is admitted by that goes on.
        await Task.WhenAll(entries.Select(entry => run.EndOf(entry.ExecutionId).WaitAsync(TimeSpan.FromSeconds(60), Ct)));
        Assert.Equal(Ids(entries).Order(), run.Admitted.Order());
        Assert.InRange(run.Most, 1, limit);
        Assert.Empty((await _store.QueryAsync("concurrency", $"{Tenant}|{_workflow}", new TableQuery(), Ct)).Rows);
    }

    [Fact]
    public async Task In_one_process_the_order_is_that_of_arrival_though_storing_takes_longer_for_some()
    {
        var gate = Gate();
        var arrivals = Enumerable.Range(0, 20).Select(_ => gate.Arrive(Tenant, _workflow)).ToList();
        var ids = arrivals.ConvertAll(_ => NewId());
        var entered = new Task<IReadOnlyList<string>>[arrivals.Count];
        for (var index = arrivals.Count - 1; index > 0; index--)
        {
            entered[index] = gate.EnterAsync(arrivals[index], new GateEntry(ids[index], new RunTicket(1, arrivals[index].Place)));
        }

        // The first is not stored yet: nobody passes it.
        Assert.DoesNotContain(entered.Skip(1), task => task.IsCompleted);
        Assert.Empty(await gate.ListAdmittedAsync(Tenant, _workflow, Ct));
        arrivals[1].Dispose();
        arrivals[0].Dispose();

        Assert.Equal([ids[1]], await entered[1]);
        await Task.WhenAll(entered.Skip(1));
        for (var index = 2; index < ids.Count; index++)
        {
            Assert.Equal([ids[index]], await gate.LeaveAsync(Tenant, _workflow, new GateEntry(ids[index - 1], new RunTicket(1, 0))));
        }
    }

    private static (bool, int) Count((bool Waited, IReadOnlyList<string> Admitted) answer) => (answer.Waited, answer.Admitted.Count);

    private static string Id(GateEntry entry) => entry.ExecutionId;

    private static IEnumerable<string> Ids(IEnumerable<GateEntry> entries) => entries.Select(Id);

    private static string NewId() => OrcheoId.New(OrcheoId.Execution, DateTimeOffset.UtcNow);

    private ConcurrencyGate Gate() => new(_store, TimeProvider.System);

    // Ids that ascend with the places, so that both orders are one.
    private GateEntry[] Entries(int count, int limit) =>
        [.. Enumerable.Range(0, count).Select(_ => new GateEntry(
            string.Create(CultureInfo.InvariantCulture, $"exe_{++_place:D26}"), new RunTicket(limit, 1000 + _place)))];

    private Task<IReadOnlyList<string>> EnterAsync(ConcurrencyGate gate, GateEntry entry) => gate.EnterAgainAsync(Tenant, _workflow, entry);

    /// <summary>Executions that enter at one replica and end at another.</summary>
    private sealed class Replicas(ConcurrencyGate[] gates, string workflow, int limit)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, TaskCompletionSource> _ends = new(StringComparer.Ordinal);
        private int _running;

        public List<string> Admitted { get; } = [];

        public int Most { get; private set; }

        public Task EndOf(string id)
        {
            lock (_lock)
            {
                return EndLocked(id).Task;
            }
        }

        public async Task EnterAsync(int index, GateEntry entry) =>
            await RunAsync(index, await gates[index % gates.Length].EnterAgainAsync(Tenant, workflow, entry));

        private async Task RunAsync(int index, IReadOnlyList<string> admitted)
        {
            foreach (var id in admitted)
            {
                lock (_lock)
                {
                    Admitted.Add(id);
                    Most = Math.Max(Most, ++_running);
                }

                await Task.Yield();
                lock (_lock)
                {
                    _running--;
                }

                var next = await gates[(index + 1) % gates.Length].LeaveAsync(Tenant, workflow, new GateEntry(id, new RunTicket(limit, 0)));
                lock (_lock)
                {
                    EndLocked(id).TrySetResult();
                }

                await RunAsync(index + 1, next);
            }
        }

        private TaskCompletionSource EndLocked(string id)
        {
            if (!_ends.TryGetValue(id, out var end))
            {
                _ends[id] = end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return end;
        }
    }
}
