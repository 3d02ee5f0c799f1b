namespace Orcheo.Durable;

/// <summary>A stored turn cannot be read.</summary>
internal sealed class CorruptHistoryException(string message, Exception? innerException = null) : Exception(message, innerException);
