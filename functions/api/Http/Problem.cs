using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Orcheo.Core.Errors;
using Orcheo.Core.Telemetry;

namespace Orcheo.Api.Http;

/// <summary>A problem document (RFC 9457) with Orcheo's members.</summary>
public sealed record Problem
{
    /// <summary>The media type of problem documents.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>A URI reference to the page of the code.</summary>
    public required string Type { get; init; }

    /// <summary>The same for every occurrence of the code.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What went wrong this time, and what to do.</summary>
    public required string Detail { get; init; }

    /// <summary>The path that was asked for.</summary>
    public required string Instance { get; init; }

    /// <summary>The stable code, <c>ORC####</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The W3C trace id, for the log.</summary>
    public required string TraceId { get; init; }

    /// <summary>Every place at fault.</summary>
    public IReadOnlyList<ErrorDetail>? Errors { get; init; }

    /// <summary>The document for a failure.</summary>
    public static Problem From(HttpContext context, OrcheoException exception)
    {
        var code = ErrorCodes.All[exception.Code];
        return new Problem
        {
            Type = $"/docs/errors/{code.Code}",
            Title = code.Title,
            Status = code.HttpStatus ?? StatusCodes.Status500InternalServerError,
            Detail = exception.Message,
            Instance = context.Request.Path,
            Code = code.Code,
            TraceId = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier,
            Errors = exception.Errors.Count == 0 ? null : exception.Errors,
        };
    }

    /// <summary>Writes the document as the whole answer.</summary>
    public static Task WriteAsync(HttpContext context, OrcheoException exception)
    {
        var problem = From(context, exception);
        Activity.Current?.SetTag(AttributeNames.ErrorType, problem.Code);
        context.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"orcheo\"";
        }

        return context.Response.WriteAsJsonAsync(problem, Core.Json.OrcheoJson.Options, MediaType, context.RequestAborted);
    }
}
