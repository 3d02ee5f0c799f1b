namespace Orcheo.Durable;

/// <summary>Something on its way to an instance.</summary>
/// <param name="Input">What it says; <c>null</c> only wakes the instance up.</param>
/// <param name="Generation">The run it is for; -1 for any.</param>
/// <param name="Source">The table of its row.</param>
/// <param name="Row">Its row.</param>
internal sealed record Message(TurnInput? Input, int Generation, MessageSource Source, long Row)
{
    public const int AnyGeneration = -1;

    public static Message Start(int generation) => new(new(TurnInputKind.Started), generation, MessageSource.None, 0);
}
