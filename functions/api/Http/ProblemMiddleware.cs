using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Errors;

namespace Orcheo.Api.Http;

/// <summary>Every failure of an HTTP function becomes a problem document; every answer carries <c>x-request-id</c>.</summary>
public sealed class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc />
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        http.Response.Headers["x-request-id"] = RequestId(http, context.InvocationId);
        try
        {
            await next(context);
        }
        catch (OrcheoException exception) when (!http.Response.HasStarted)
        {
            if (exception.Code == ErrorCodes.StorageUnavailable)
            {
                Logs.RequestFailed(logger, http.Request.Method, http.Request.Path, exception);
            }

            await Problem.WriteAsync(http, exception);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception exception) when (!http.Response.HasStarted && exception is not BadHttpRequestException)
        {
            Logs.RequestFailed(logger, http.Request.Method, http.Request.Path, exception);
            await Problem.WriteAsync(http, new OrcheoException(ErrorCodes.Unexpected, "Orcheo failed unexpectedly. The log has more under this trace id."));
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            var code = exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? ErrorCodes.BodyTooLarge : ErrorCodes.InvalidParameter;
            await Problem.WriteAsync(http, new OrcheoException(code, exception.Message));
        }
    }

    /// <summary>The caller's own id where it is a harmless one, else the invocation's.</summary>
    private static string RequestId(HttpContext http, string invocationId)
    {
        var given = http.Request.Headers["x-request-id"].ToString();
        return given.Length is > 0 and <= 128 && given.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            ? given
            : invocationId;
    }
}
