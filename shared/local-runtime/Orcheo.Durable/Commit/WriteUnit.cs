namespace Orcheo.Durable;

/// <summary>Something that is written whole or not at all. Units of one group share a transaction and its fsync.</summary>
internal abstract class WriteUnit
{
    /// <summary>Writes. May be called again after a rollback, so it must not leave anything behind in memory but what it sets anew.</summary>
    public abstract void Execute(HubWriter writer);

    /// <summary>Called on the grouper's thread when the unit is durable. Must be quick.</summary>
    public abstract void OnCommitted();

    /// <summary>Called on the grouper's thread when the unit could not be written, alone or because the hub stops.</summary>
    public abstract void OnFailed(Exception exception);
}
