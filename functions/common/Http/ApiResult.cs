using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orcheo.Core.Json;

namespace Orcheo.Api.Http;

/// <summary>An answer in Orcheo's JSON dialect. It is whole before any of it is sent, so that it can be kept.</summary>
internal sealed class ApiResult : IActionResult
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    private ApiResult(int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        Status = status;
        ContentType = contentType;
        Body = body;
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The media type of the body; null without a body.</summary>
    public string? ContentType { get; }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The headers, besides those of the body.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>200 with a body.</summary>
    public static ApiResult Ok<T>(T body) => Json(StatusCodes.Status200OK, body);

    /// <summary>201 with a body and where the new resource is.</summary>
    public static ApiResult Created<T>(string location, T body) => Json(StatusCodes.Status201Created, body).With("Location", location);

    /// <summary>204.</summary>
    public static ApiResult NoContent() => new(StatusCodes.Status204NoContent, null, default);

    /// <summary>Any status with a body.</summary>
    public static ApiResult Json<T>(int status, T body, string contentType = "application/json") =>
        new(status, contentType, JsonSerializer.SerializeToUtf8Bytes(body, OrcheoJson.Options));

    /// <summary>JSON text as it is.</summary>
    public static ApiResult Raw(ReadOnlyMemory<byte> json) => new(StatusCodes.Status200OK, "application/json", json);

    /// <summary>Any status with bytes as they are; without a content type where it is null.</summary>
    public static ApiResult Bytes(int status, ReadOnlyMemory<byte> body, string? contentType) => new(status, contentType, body);

    /// <summary>Any status without a body.</summary>
    public static ApiResult Empty(int status) => new(status, null, default);

    /// <summary>Adds a header.</summary>
    public ApiResult With(string name, string value)
    {
        _headers.Add(new(name, value));
        return this;
    }

    /// <inheritdoc />
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = Status;
        foreach (var (name, value) in _headers)
        {
            response.Headers.Append(name, value);
        }

        if (ContentType is not null || Body.Length > 0)
        {
            response.ContentType = ContentType;
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body, response.HttpContext.RequestAborted);
        }
        else if (Status != StatusCodes.Status204NoContent)
        {
            // Says that the answer is whole: it must not be taken for one that the router has left empty.
            response.ContentLength = 0;
        }
    }
}
