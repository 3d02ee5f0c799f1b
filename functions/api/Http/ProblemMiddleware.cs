using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Errors;
using Orcheo.Hosting.Telemetry;

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

        http.Response.Headers["x-request-id"] = RequestId.Of(http, context.InvocationId);
        try
        {
            await next(context);
        }
        catch (OrcheoException exception) when (!http.Response.HasStarted)
        {
            if (exception.Code == ErrorCodes.StorageUnavailable)
            {
                Logs.RequestFailed(logger, http.Request.Method, RequestPaths.Shown(http), exception);
            }

            await Problem.WriteAsync(http, exception);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        catch (Exception exception) when (!http.Response.HasStarted && exception is not BadHttpRequestException)
        {
            Logs.RequestFailed(logger, http.Request.Method, RequestPaths.Shown(http), exception);
            await Problem.WriteAsync(http, new OrcheoException(ErrorCodes.Unexpected, "Orcheo failed unexpectedly. The log has more under this trace id."));
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            var code = exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? ErrorCodes.BodyTooLarge : ErrorCodes.InvalidParameter;
            await Problem.WriteAsync(http, new OrcheoException(code, exception.Message));
        }
    }
}
