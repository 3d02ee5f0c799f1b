namespace Orcheo.Durable;

/// <summary>What the commit grouper needs of a database. Used by the grouper's thread only.</summary>
internal interface IWriteTransaction
{
    void Begin();

    void Commit();

    void Rollback();

    /// <summary>Marks a point to which the work of one unit can be undone.</summary>
    void Mark();

    void UndoToMark();

    /// <summary>Whether after this error nothing can be written any more.</summary>
    bool IsFatal(Exception exception);
}
