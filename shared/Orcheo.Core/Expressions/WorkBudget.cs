using System.Diagnostics;
using Jint;
using Orcheo.Core.Errors;

namespace Orcheo.Core.Expressions;

/// <summary>Counts the work of one evaluation and ends it at the limit. The engine asks it too, as a constraint, inside its own long loops.</summary>
internal sealed class WorkBudget : Constraint
{
    private const int CallsBetweenClocks = 64;
    private long _left;
    private long _started;
    private long _allocated;
    private int _untilClock;

    // The clock and the allocation counter are read, not consumed.
    /// <inheritdoc/>
    public override bool IsAmortizable => true;

    /// <summary>Starts an evaluation.</summary>
    public void Start()
    {
        _left = Limits.Work;
        _started = Stopwatch.GetTimestamp();
        _allocated = GC.GetAllocatedBytesForCurrentThread();
        _untilClock = CallsBetweenClocks;
    }

    /// <summary>Counts work before it is done.</summary>
    public void Charge(long units)
    {
        _left -= units;
        if (_left < 0)
        {
            throw Exceeded("it does too much work");
        }

        if (--_untilClock <= 0)
        {
            Check();
        }
    }

    /// <summary>Counts the making or reading of text.</summary>
    public void ChargeText(long length)
    {
        if (length > Limits.TextLength)
        {
            throw Exceeded($"it makes a text of more than {Limits.TextLength} characters");
        }

        Charge(1 + (length / Limits.CharactersPerUnit));
    }

    /// <inheritdoc/>
    public override void Check()
    {
        _untilClock = CallsBetweenClocks;

        // While a host is being made no evaluation has started: a cold, starved machine may take its time.
        if (_started == 0)
        {
            return;
        }

        if (Stopwatch.GetElapsedTime(_started) > Limits.Time)
        {
            throw Exceeded("it takes too long");
        }

        if (GC.GetAllocatedBytesForCurrentThread() - _allocated > Limits.AllocatedBytes)
        {
            throw Exceeded("it uses too much memory");
        }
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        // An evaluation may enter the engine several times; Start alone begins a new count.
    }

    public static EvaluationFault Exceeded(string what) => new(ErrorCodes.ExpressionLimit, what);
}
