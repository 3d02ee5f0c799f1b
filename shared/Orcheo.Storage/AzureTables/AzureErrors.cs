using Azure;
using Azure.Data.Tables.Models;
using Orcheo.Core.Storage;

namespace Orcheo.Storage.AzureTables;

/// <summary>Turns what the SDK throws into the port's failures and conflicts.</summary>
internal static class AzureErrors
{
    public static async Task<T> CallAsync<T>(string action, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            throw Failure(action, e);
        }
    }

    /// <summary>Whether the store failed, as opposed to the caller cancelling.</summary>
    /// <remarks>The SDK reports an attempt that timed out as cancelled.</remarks>
    public static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is not StorageException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    public static StorageException Failure(string action, Exception exception)
    {
        var why = exception switch
        {
            RequestFailedException { Status: 401 or 403 } e =>
                $"access was refused ({e.Status} {e.ErrorCode}). Check the connection string, or give this identity the roles "
                + "Storage Table Data Contributor and Storage Blob Data Contributor.",
            RequestFailedException { Status: > 0 } e => $"the service answered {e.Status} {e.ErrorCode}.",
            AggregateException { InnerExceptions: [.., var last] } => $"the service cannot be reached: {last.Message}",
            _ => exception.Message,
        };
        return new StorageException($"Azure Tables could not {action}: {why}", exception);
    }

    /// <summary>Whether the service refused the request, so that it certainly had no effect.</summary>
    public static bool Refused(Exception exception) => exception is RequestFailedException { Status: >= 400 and < 500 and not 408 };

    /// <summary>Which conflict the service reports; null when it is none.</summary>
    public static TableConflictKind? Conflict(RequestFailedException exception) => exception switch
    {
        { Status: 409 } when exception.ErrorCode == TableErrorCode.EntityAlreadyExists => TableConflictKind.RowExists,
        { Status: 412 } => TableConflictKind.ETagMismatch,
        { Status: 404 } when exception.ErrorCode != TableErrorCode.TableNotFound => TableConflictKind.RowMissing,
        _ => null,
    };
}
