using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;

namespace Orcheo.Api.Http;

/// <summary>
/// Refuses query parameters that openapi.json does not declare: a misspelt filter would otherwise show everything, and a misspelt
/// <c>?purge=true</c> keep what was to go. It also makes the declaration true, since a function never sees a parameter that is not in it.
/// </summary>
public sealed class QueryMiddleware : IFunctionsWorkerMiddleware
{
    private const int MaxFaults = 20;

    /// <inheritdoc />
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (context.GetHttpContext() is { Request.Query.Count: > 0 } http)
        {
            Check(http.Request.Query.Keys, context.FunctionDefinition.Name);
        }

        return next(context);
    }

    private static void Check(ICollection<string> given, string function)
    {
        if (OpenApiDocument.QueryParameters.GetValueOrDefault(function, defaultValue: []) is not { } declared)
        {
            return;
        }

        var faults = given.Where(name => !declared.Contains(name)).Take(MaxFaults).Select(name => Fault(name, declared)).ToList();
        if (faults.Count > 0)
        {
            throw new OrcheoException(ErrorCodes.InvalidParameter, faults[0].Message, faults);
        }
    }

    private static ErrorDetail Fault(string name, IReadOnlyCollection<string> declared)
    {
        var message = $"There is no query parameter '{RequestReading.Shorten(name)}' here{DidYouMean.Hint(name, declared)}.";
        return new ErrorDetail(ErrorCodes.InvalidParameter, message, JsonPointer.Append("/query", RequestReading.Shorten(name)));
    }
}
