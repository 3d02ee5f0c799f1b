using Orcheo.Durable;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests;

/// <summary>
/// Every order of submitting, writing and stopping, with every place of a bad unit and of a broken commit: each unit is reported exactly
/// once, in order, and as committed only when its writing was in a transaction that was committed. See ADR 0002.
/// </summary>
public sealed class CommitGrouperTests
{
    private const int Units = 3;

    private enum Step
    {
        Submit,
        Write,
        Stop,
        SubmitDuringNextWrite,
    }

    private enum Trouble
    {
        None,
        BadUnit,
        FatalUnit,
        FatalCommit,
        BadCommit,
    }

    [Fact]
    public void Every_schedule_reports_every_unit_once_in_order_and_truthfully()
    {
        int schedules = 0;
        foreach (Trouble trouble in Enum.GetValues<Trouble>())
        {
            for (int place = 0; place < Units; place++)
            {
                foreach (Step[] schedule in Schedules(6))
                {
                    new Exploration(trouble, place).Run(schedule);
                    schedules++;
                }
            }
        }

        Assert.True(schedules > 5_000, $"{schedules} schedules");
    }

    [Fact]
    public async Task Threads_that_submit_at_once_are_all_answered()
    {
        using TempFolder folder = new();
        using SqliteDatabase database = HubOpener.Open(folder.Database, new() { DataDirectory = folder.Path });
        HubWriter writer = new(database);
        CommitGrouper grouper = new(writer, writer, 64, _ => { });
        grouper.Start();
        int[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            List<CountingUnit> units = [.. Enumerable.Range(0, 300).Select(i => new CountingUnit(fails: i % 50 == thread))];
            units.ForEach(grouper.Submit);
            return Task.WhenAll(units.Select(unit => unit.Done)).ContinueWith(done => done.Result.Count(ok => ok), TaskScheduler.Default);
        })));
        grouper.Stop();
        await grouper.Done;

        Assert.Equal(8 * (300 - 6), answers.Sum());
        Assert.Equal(8 * (300 - 6), database.ScalarInt64("SELECT count(*) FROM timers"));
    }

    private static IEnumerable<Step[]> Schedules(int length)
        => length == 0
            ? [[]]
            : Schedules(length - 1).SelectMany(rest => Enum.GetValues<Step>().Select(step => (Step[])[step, .. rest]));

    private sealed class CountingUnit(bool fails) : WriteUnit
    {
        private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<bool> Done => _done.Task;

        public override void Execute(HubWriter writer)
        {
            writer.InsertTimer(1, 1, 1);
            if (fails)
            {
                throw new InvalidOperationException("bad unit");
            }
        }

        public override void OnCommitted() => _done.SetResult(true);

        public override void OnFailed(Exception exception) => _done.SetResult(false);
    }

    private sealed class Exploration : IWriteTransaction
    {
        private readonly Trouble _trouble;
        private readonly int _place;
        private readonly CommitGrouper _grouper;
        private readonly List<int> _pending = [];
        private readonly HashSet<int> _durable = [];
        private readonly List<(int Unit, bool Committed)> _reports = [];
        private int _mark;
        private int _commits;
        private int _submitted;
        private bool _submitInside;
        private bool _stopped;
        private bool _fatal;

        public Exploration(Trouble trouble, int place)
        {
            _trouble = trouble;
            _place = place;
            _grouper = new(this, null!, maxGroup: 2, _ => _fatal = true);
        }

        public void Run(Step[] schedule)
        {
            foreach (Step step in schedule)
            {
                Take(step);
            }

            _submitInside = false;
            _grouper.Stop();
            while (_grouper.WriteGathered())
            {
            }

            Assert.Equal(_submitted, _reports.Count);
            Assert.Equal(_reports.Where(report => report.Committed).Select(report => report.Unit).ToHashSet(), _durable);
            int[] committed = [.. _reports.Where(report => report.Committed).Select(report => report.Unit)];
            Assert.Equal(committed.Order(), committed);
            Assert.Equal(_submitted, _reports.Select(report => report.Unit).Distinct().Count());
            if (_trouble is Trouble.None or Trouble.BadUnit && !_stopped)
            {
                Assert.Equal(_submitted - (_trouble == Trouble.BadUnit && _submitted > _place ? 1 : 0), committed.Length);
            }

            Assert.Equal(_fatal, _trouble is Trouble.FatalUnit or Trouble.FatalCommit or Trouble.BadCommit && _fatal);
        }

        public void Begin() => _pending.Clear();

        public void Commit()
        {
            if (_commits++ == _place && _trouble is Trouble.FatalCommit or Trouble.BadCommit && _commits > _place)
            {
                throw new InvalidOperationException(_trouble == Trouble.FatalCommit ? "fatal" : "bad");
            }

            _durable.UnionWith(_pending);
        }

        public void Rollback() => _pending.Clear();

        public void Mark() => _mark = _pending.Count;

        public void UndoToMark() => _pending.RemoveRange(_mark, _pending.Count - _mark);

        public bool IsFatal(Exception exception) => exception.Message == "fatal";

        private void Take(Step step)
        {
            switch (step)
            {
                case Step.Submit:
                    SubmitNext();
                    break;
                case Step.Write:
                    _grouper.WriteGathered();
                    break;
                case Step.Stop:
                    _stopped = true;
                    _grouper.Stop();
                    break;
                default:
                    _submitInside = true;
                    break;
            }
        }

        private void SubmitNext()
        {
            if (_submitted < Units)
            {
                _grouper.Submit(new Unit(this, _submitted++));
            }
        }

        private sealed class Unit(Exploration owner, int number) : WriteUnit
        {
            public override void Execute(HubWriter writer)
            {
                owner._pending.Add(number);
                if (owner._submitInside)
                {
                    owner._submitInside = false;
                    owner.SubmitNext();
                }

                if (number == owner._place && owner._trouble is Trouble.BadUnit or Trouble.FatalUnit && number == owner._place)
                {
                    throw new InvalidOperationException(owner._trouble == Trouble.FatalUnit ? "fatal" : "bad");
                }
            }

            public override void OnCommitted() => owner._reports.Add((number, true));

            public override void OnFailed(Exception exception) => owner._reports.Add((number, false));
        }
    }
}
