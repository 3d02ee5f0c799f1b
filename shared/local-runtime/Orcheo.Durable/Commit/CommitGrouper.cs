namespace Orcheo.Durable;

/// <summary>
/// Writes units in groups: while one group is being synced to disk the next one gathers, so many turns share one fsync, and a lone unit
/// is written at once. Units are executed, and reported, in the order in which they were submitted.
/// </summary>
/// <remarks>
/// A busy hub is written by a thread of its own. While units come one at a time, their submitters write them: waking a thread and being
/// woken by it takes about as long as the commit.
/// </remarks>
internal sealed class CommitGrouper
{
    // An object, not a Lock: the thread waits on it.
    private readonly object _gate = new();
    private readonly Lock _turn = new();
    private readonly IWriteTransaction _transaction;
    private readonly HubWriter _writer;
    private readonly int _maxGroup;
    private readonly Action<Exception> _onFatal;
    private readonly DurableMetrics? _metrics;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<WriteUnit> _gathering = [];
    private List<WriteUnit> _writing = [];
    private Exception? _fault;
    private bool _stopping;
    private bool _lone;

    public CommitGrouper(IWriteTransaction transaction, HubWriter writer, int maxGroup, Action<Exception> onFatal, DurableMetrics? metrics = null)
    {
        _transaction = transaction;
        _writer = writer;
        _maxGroup = maxGroup;
        _onFatal = onFatal;
        _metrics = metrics;
    }

    /// <summary>Gets how many transactions and units have been committed.</summary>
    public (long Groups, long Units) Committed { get; private set; }

    /// <summary>Gets a task that ends when everything that was submitted before <see cref="Stop"/> has been written.</summary>
    public Task Done => _done.Task;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "orcheo-commit" }.Start();

    /// <summary>Queues a unit. After a fatal error or a stop it fails at once.</summary>
    public void Submit(WriteUnit unit)
    {
        if (TryWriteNow(unit))
        {
            return;
        }

        Exception? refusal;
        lock (_gate)
        {
            refusal = _fault ?? (_stopping ? new TaskHubException(TaskHubFault.Stopped, "The task hub has stopped.") : null);
            if (refusal is null)
            {
                _gathering.Add(unit);
                if (_gathering.Count == 1)
                {
                    Monitor.Pulse(_gate);
                }
            }
        }

        if (refusal is not null)
        {
            unit.OnFailed(refusal);
        }
    }

    /// <summary>Refuses further units and lets the thread end once it has written the ones it has.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Writes what has gathered. The thread's loop; called directly by tests that choose the interleaving themselves.</summary>
    /// <returns><c>false</c> when nothing had gathered.</returns>
    public bool WriteGathered()
    {
        // Taken before the units are: whoever writes on its own thread then cannot get between the taking and the writing.
        lock (_turn)
        {
            return WriteGatheredInTurn();
        }
    }

    private bool WriteGatheredInTurn()
    {
        lock (_gate)
        {
            (_gathering, _writing) = (_writing, _gathering);
            _lone = _writing.Count == 1;
        }

        if (_writing.Count == 0)
        {
            return false;
        }

        for (int start = 0; start < _writing.Count; start += _maxGroup)
        {
            WriteGroup(_writing.GetRange(start, Math.Min(_maxGroup, _writing.Count - start)));
        }

        _writing.Clear();
        return true;
    }

    /// <summary>Writes a unit on the calling thread, when nobody else is writing or waiting to.</summary>
    private bool TryWriteNow(WriteUnit unit)
    {
        // A unit that is submitted while another is reported on this thread waits for its turn like any other.
        if (!Volatile.Read(ref _lone) || _turn.IsHeldByCurrentThread || !_turn.TryEnter())
        {
            return false;
        }

        try
        {
            lock (_gate)
            {
                if (_gathering.Count > 0 || _stopping || _fault is not null)
                {
                    return false;
                }
            }

            WriteGroup([unit]);
        }
        finally
        {
            _turn.Exit();
        }

        lock (_gate)
        {
            // Others came meanwhile: from now on the thread writes, so that they can gather.
            _lone = _gathering.Count == 0;
        }

        return true;
    }

    private void Run()
    {
        while (WaitForWork())
        {
            WriteGathered();
        }

        _done.TrySetResult();
    }

    private bool WaitForWork()
    {
        lock (_gate)
        {
            while (_gathering.Count == 0 && !_stopping)
            {
                Monitor.Wait(_gate);
            }

            return _gathering.Count > 0;
        }
    }

    private void WriteGroup(List<WriteUnit> units)
    {
        Exception? fault = _fault;
        if (fault is null)
        {
            try
            {
                _transaction.Begin();
                foreach (WriteUnit unit in units)
                {
                    unit.Execute(_writer);
                }

                _transaction.Commit();
                Committed = (Committed.Groups + 1, Committed.Units + units.Count);
                _metrics?.Committed(units);
            }
            catch (Exception exception)
            {
                fault = Undo(exception);
                if (fault is null)
                {
                    WriteOneByOne(units);
                    return;
                }
            }
        }

        foreach (WriteUnit unit in units)
        {
            if (fault is null)
            {
                unit.OnCommitted();
            }
            else
            {
                unit.OnFailed(fault);
            }
        }
    }

    // One of the units is at fault: write each behind a mark of its own, so that the others still get through together.
    private void WriteOneByOne(List<WriteUnit> units)
    {
        Exception?[] failures = new Exception?[units.Count];
        Exception? fault = null;
        try
        {
            _transaction.Begin();
            for (int i = 0; i < units.Count; i++)
            {
                failures[i] = TryExecute(units[i]);
            }

            _transaction.Commit();
            Committed = (Committed.Groups + 1, Committed.Units + failures.Count(failure => failure is null));
        }
        catch (Exception exception)
        {
            // A second failure of the whole transaction cannot be laid to one unit: stop rather than guess.
            fault = Undo(exception) ?? Fatal(exception);
        }

        for (int i = 0; i < units.Count; i++)
        {
            if ((fault ?? failures[i]) is { } failure)
            {
                units[i].OnFailed(failure);
            }
            else
            {
                units[i].OnCommitted();
            }
        }
    }

    private Exception? TryExecute(WriteUnit unit)
    {
        _transaction.Mark();
        try
        {
            unit.Execute(_writer);
            return null;
        }
        catch (Exception exception) when (!_transaction.IsFatal(exception))
        {
            _transaction.UndoToMark();
            return exception;
        }
    }

    /// <summary>Rolls back. Gives the fault when nothing can be written any more, null when only a unit was wrong.</summary>
    private Exception? Undo(Exception exception)
    {
        try
        {
            _transaction.Rollback();
        }
        catch (Exception rollback) when (!ReferenceEquals(rollback, exception))
        {
            return Fatal(exception);
        }

        return _transaction.IsFatal(exception) ? Fatal(exception) : null;
    }

    private Exception Fatal(Exception exception)
    {
        lock (_gate)
        {
            _fault ??= exception;
        }

        _onFatal(exception);
        return exception;
    }
}
