using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Functions.Discovery;
using Orcheo.Functions.Timers;

namespace Orcheo.UnitTests.Functions;

public sealed class TimerTests : IDisposable
{
    private static readonly DateTimeOffset _start = new(2026, 3, 1, 12, 0, 30, TimeSpan.Zero);

    private readonly RunningHost.HostFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(_start);
    private readonly Journal _journal = new();
    private LogSink _logs = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_timer_runs_at_its_occurrences_only()
    {
        await using var host = await StartAsync(typeof(EverySecond));
        await AdvanceUntilAsync(3, TimeSpan.FromMilliseconds(100));
        await host.StopAsync();
        Assert.Equal(
            [_start.AddSeconds(1), _start.AddSeconds(2), _start.AddSeconds(3)], _journal.Runs.Select(run => run.At).Take(3));
        Assert.All(_journal.Runs, run => Assert.Null(run.Info.ScheduleStatus));
    }

    [Fact]
    public async Task Occurrences_that_pass_while_the_function_runs_are_dropped()
    {
        _journal.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await StartAsync(typeof(EverySecond));
        await AdvanceUntilAsync(1, TimeSpan.FromMilliseconds(500));
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Single(_journal.Runs);
        _journal.Gate.SetResult();
        await AdvanceUntilAsync(2, TimeSpan.FromMilliseconds(100));
        Assert.True(_journal.Runs[1].At - _start > TimeSpan.FromMinutes(5));
        await host.StopAsync();
        Assert.InRange(_journal.Runs.Count, 2, 4);
    }

    [Fact]
    public async Task A_timer_that_fails_is_logged_and_runs_again()
    {
        _journal.Fail = true;
        await using var host = await StartAsync(typeof(EverySecond));
        await AdvanceUntilAsync(2, TimeSpan.FromMilliseconds(500));
        await host.StopAsync();
        Assert.All(_logs.Errors, line => Assert.Contains("EverySecond", line.Text, StringComparison.Ordinal));
        Assert.NotEmpty(_logs.Errors);
    }

    [Fact]
    public async Task RunOnStartup_runs_at_the_start()
    {
        await using var host = await StartAsync(typeof(OnStartup));
        await Eventually.TrueAsync(() => _journal.Runs.Count == 1);
        Assert.Equal(_start, _journal.Runs[0].At);
        Assert.False(_journal.Runs[0].Info.IsPastDue);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_missed_occurrence_is_made_up_for_at_the_next_start_and_only_once()
    {
        await using (var first = await StartAsync(typeof(Hourly)))
        {
            await Eventually.TrueAsync(() => File.Exists(Path.Combine(_folder.HubPath, "timers", "Hourly.json")));
            await first.StopAsync();
        }

        Assert.Empty(_journal.Runs);
        _clock.Advance(TimeSpan.FromHours(3));
        await using (var second = await StartAsync(typeof(Hourly)))
        {
            await Eventually.TrueAsync(() => _journal.Runs.Count == 1);
            await second.StopAsync();
        }

        var info = _journal.Runs[0].Info;
        Assert.True(info.IsPastDue);
        Assert.Equal(new DateTime(2026, 3, 1, 13, 0, 0, DateTimeKind.Utc), info.ScheduleStatus!.Next);
        await using (var third = await StartAsync(typeof(Hourly)))
        {
            await AdvanceUntilAsync(2, TimeSpan.FromMinutes(10));
            await third.StopAsync();
        }

        Assert.False(_journal.Runs[1].Info.IsPastDue);
        Assert.Equal(_start.AddHours(3).UtcDateTime, _journal.Runs[1].Info.ScheduleStatus!.Last);
    }

    [Fact]
    public async Task A_record_of_another_schedule_is_not_made_up_for()
    {
        WriteRecord(new ScheduleStatus
        {
            Last = default,
            LastUpdated = _start.AddHours(-5).UtcDateTime,
            Next = _start.AddHours(-5).AddMinutes(7).UtcDateTime,
        });
        await using var host = await StartAsync(typeof(Hourly));
        await AdvanceUntilAsync(1, TimeSpan.FromMinutes(10));
        await host.StopAsync();
        Assert.False(_journal.Runs[0].Info.IsPastDue);
        Assert.Equal(new DateTime(2026, 3, 1, 13, 0, 0, DateTimeKind.Utc), _journal.Runs[0].Info.ScheduleStatus!.Next);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_begins_anew()
    {
        Directory.CreateDirectory(Path.Combine(_folder.HubPath, "timers"));
        await File.WriteAllTextAsync(RecordPath, "{ broken", TestContext.Current.CancellationToken);
        await using var host = await StartAsync(typeof(Hourly));
        await AdvanceUntilAsync(1, TimeSpan.FromMinutes(10));
        await host.StopAsync();
        Assert.Contains(_logs.Lines, line => line.Text.Contains("cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_stops_nothing()
    {
        Directory.CreateDirectory(_folder.HubPath);
        await File.WriteAllTextAsync(Path.Combine(_folder.HubPath, "timers"), "in the way", TestContext.Current.CancellationToken);
        await using var host = await StartAsync(typeof(Hourly));
        await AdvanceUntilAsync(1, TimeSpan.FromMinutes(10));
        await host.StopAsync();
        Assert.Contains(_logs.Lines, line => line.Text.Contains("cannot be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_waits_for_a_running_function_only_as_long_as_the_host_does()
    {
        _journal.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await StartAsync(typeof(OnStartup));
        await Eventually.TrueAsync(() => _journal.Runs.Count == 1);
        using var impatient = new CancellationTokenSource();
        var stop = host.Host.StopAsync(impatient.Token);
        Assert.False(stop.IsCompleted);
        await impatient.CancelAsync();
        await stop.WaitAsync(TestContext.Current.CancellationToken);
        _journal.Gate.SetResult();
    }

    [Theory]
    [InlineData("*/10 * * * * *", "2026-03-01T12:00:40Z")]
    [InlineData("0 30 9 * * 1", "2026-03-02T09:30:00Z")]
    [InlineData("30 9 * * Mon", "2026-03-02T09:30:00Z")]
    [InlineData("00:05:00", "2026-03-01T12:05:30Z")]
    public void A_schedule_is_NCRONTAB_in_UTC_or_a_time_span(string text, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next, null), TimerSchedule.Parse(text).Next(_start));

    [Theory]
    [InlineData("every day")]
    [InlineData("61 * * * * *")]
    [InlineData("-00:05:00")]
    [InlineData("")]
    public void Another_text_is_no_schedule(string text) =>
        Assert.Throws<FunctionDeclarationException>(() => TimerSchedule.Parse(text));

    [Theory]
    [InlineData(typeof(BadCron), "'not cron'")]
    [InlineData(typeof(Unset), "'Schedules:None'")]
    public void A_bad_schedule_stops_the_start_and_names_the_function(Type type, string complaint)
    {
        var error = Assert.ThrowsAny<InvalidOperationException>(() => _folder.CreateBuilder().WithFunctions(type).Build());
        Assert.Contains(complaint, error.Message, StringComparison.Ordinal);
        Assert.Contains($"Function '{type.Name}' ({type.FullName}.Run)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_that_never_comes_ends_quietly()
    {
        await using var host = await StartAsync(typeof(Never));
        _clock.Advance(TimeSpan.FromDays(800));
        await host.StopAsync();
        Assert.Empty(_journal.Runs);
    }

    private string RecordPath => Path.Combine(_folder.HubPath, "timers", "Hourly.json");

    private void WriteRecord(ScheduleStatus status)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(RecordPath)!);
        File.WriteAllBytes(RecordPath, JsonSerializer.SerializeToUtf8Bytes(status));
    }

    private async Task<TimerHost> StartAsync(Type type)
    {
        _logs = new LogSink();
        var builder = _folder.CreateBuilder().WithFunctions(type);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(_logs);
        builder.Services.AddSingleton<TimeProvider>(_clock).AddSingleton(_journal);
        builder.Configuration.AddInMemoryCollection([new("Schedules:Hourly", "0 0 * * * *")]);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TimerHost(host);
    }

    private Task AdvanceUntilAsync(int runs, TimeSpan step) =>
        Eventually.TrueAsync(() => _journal.Runs.Count >= runs, () => _clock.Advance(step));

    private sealed class TimerHost(IHost host) : IAsyncDisposable
    {
        internal IHost Host => host;

        internal Task StopAsync() => host.StopAsync(TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => ((IAsyncDisposable)host).DisposeAsync();
    }

    internal sealed record Run(DateTimeOffset At, TimerInfo Info);

    internal sealed class Journal
    {
        private readonly List<Run> _runs = [];

        internal TaskCompletionSource? Gate { get; set; }

        internal bool Fail { get; set; }

        internal IReadOnlyList<Run> Runs
        {
            get
            {
                lock (_runs)
                {
                    return [.. _runs];
                }
            }
        }

        internal async Task AddAsync(TimeProvider clock, TimerInfo info)
        {
            lock (_runs)
            {
                _runs.Add(new Run(clock.GetUtcNow(), info));
            }

            if (Gate is { } gate)
            {
                await gate.Task;
            }

            if (Fail)
            {
                throw new InvalidOperationException("timer");
            }
        }
    }

    internal sealed class EverySecond(Journal journal, TimeProvider clock)
    {
        [Function("EverySecond")]
        public Task Run([TimerTrigger("* * * * * *")] TimerInfo timer) => journal.AddAsync(clock, timer);
    }

    internal sealed class Hourly(Journal journal, TimeProvider clock)
    {
        [Function("Hourly")]
        public Task Run([TimerTrigger("%Schedules:Hourly%")] TimerInfo timer, FunctionContext context)
        {
            Assert.Empty(context.BindingContext.BindingData);
            Assert.Null(context.GetHttpContext());
            return journal.AddAsync(clock, timer);
        }
    }

    internal sealed class OnStartup(Journal journal, TimeProvider clock)
    {
        [Function("OnStartup")]
        public Task Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) =>
            journal.AddAsync(clock, timer);
    }

    internal sealed class Never(Journal journal, TimeProvider clock)
    {
        [Function("Never")]
        public Task Run([TimerTrigger("0 0 0 30 2 *")] TimerInfo timer) => journal.AddAsync(clock, timer);
    }

    internal static class BadCron
    {
        [Function("BadCron")]
        public static void Run([TimerTrigger("not cron")] TimerInfo timer)
        {
        }
    }

    internal static class Unset
    {
        [Function("Unset")]
        public static void Run([TimerTrigger("%Schedules:None%")] TimerInfo timer)
        {
        }
    }
}
