using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Orcheo.Core.Json;

namespace Orcheo.Api.Http;

/// <summary>An answer in Orcheo's JSON dialect, written to the response without intermediate buffers.</summary>
internal sealed class ApiResult : IActionResult
{
    private readonly int _status;
    private readonly Func<HttpResponse, Task>? _write;
    private readonly List<(string Name, string Value)> _headers = [];

    private ApiResult(int status, Func<HttpResponse, Task>? write)
    {
        _status = status;
        _write = write;
    }

    /// <summary>200 with a body.</summary>
    public static ApiResult Ok<T>(T body) => Json(StatusCodes.Status200OK, body);

    /// <summary>201 with a body and where the new resource is.</summary>
    public static ApiResult Created<T>(string location, T body) => Json(StatusCodes.Status201Created, body).With("Location", location);

    /// <summary>204.</summary>
    public static ApiResult NoContent() => new(StatusCodes.Status204NoContent, null);

    /// <summary>Any status with a body.</summary>
    public static ApiResult Json<T>(int status, T body, string contentType = "application/json") => new(status, async response =>
    {
        response.ContentType = contentType;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, OrcheoJson.Options);
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, response.HttpContext.RequestAborted);
    });

    /// <summary>JSON text as it is.</summary>
    public static ApiResult Raw(ReadOnlyMemory<byte> json) => Bytes(StatusCodes.Status200OK, json, "application/json");

    /// <summary>Any status with bytes as they are; without a content type where it is null.</summary>
    public static ApiResult Bytes(int status, ReadOnlyMemory<byte> body, string? contentType) => new(status, async response =>
    {
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
    });

    /// <summary>Any status without a body.</summary>
    public static ApiResult Empty(int status) => new(status, null);

    /// <summary>Adds a header.</summary>
    public ApiResult With(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    /// <inheritdoc />
    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = _status;
        foreach (var (name, value) in _headers)
        {
            response.Headers.Append(name, value);
        }

        return _write is null ? Task.CompletedTask : _write(response);
    }
}
