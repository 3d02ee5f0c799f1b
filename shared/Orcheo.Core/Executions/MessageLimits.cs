namespace Orcheo.Core.Executions;

/// <summary>
/// How large what orchestrations are told, and what they tell, may be: their inputs and outputs, and those of activities. What is
/// larger stays in the store, and the message names it (ADR 0028).
/// </summary>
public static class MessageLimits
{
    /// <summary>
    /// The most characters of a message's JSON. Durable Functions on Azure Storage keeps so many (60 KiB of UTF-16) in a row of its
    /// history, and puts what is longer into a blob that every replay has to fetch.
    /// </summary>
    public const int Message = 30 * 1024;

    /// <summary>The most characters of the values that a message brings; the rest is for names, lists of ids and settings.</summary>
    public const int Values = 16 * 1024;

    /// <summary>The most characters of a node in a message that starts it.</summary>
    public const int Node = 6 * 1024;

    /// <summary>The most characters of an error's message; the whole is in the checkpoint.</summary>
    public const int ErrorText = 1024;

    /// <summary>What a message takes besides its values and lists.</summary>
    public const int Frame = 2 * 1024;

    /// <summary>How many bytes a message brings that is one part of a larger one. As text of base 64 they take a third more.</summary>
    public const int PartBytes = 18 * 1024;
}
