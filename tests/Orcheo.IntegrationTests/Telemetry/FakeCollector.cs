using System.Buffers.Binary;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Telemetry;

/// <summary>An OpenTelemetry collector on loopback that keeps what it gets: over HTTP with Protocol Buffers at one address, over gRPC at another.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private const int GrpcPrefixBytes = 5;

    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<byte[]> _bodies = [];
    private readonly List<ReceivedSpan> _spans = [];
    private readonly List<ReceivedPoint> _points = [];
    private readonly List<ReceivedLog> _logs = [];
    private readonly List<string> _keys = [];

    private FakeCollector(WebApplication app) => _app = app;

    /// <summary>Where it takes <c>http/protobuf</c>.</summary>
    public string HttpAddress { get; private set; } = "";

    /// <summary>Where it takes <c>grpc</c>.</summary>
    public string GrpcAddress { get; private set; } = "";

    /// <summary>The bytes of every request, as they came.</summary>
    public IReadOnlyList<byte[]> Bodies => Copy(_bodies);

    public IReadOnlyList<ReceivedSpan> Spans => Copy(_spans);

    public IReadOnlyList<ReceivedPoint> Points => Copy(_points);

    public IReadOnlyList<ReceivedLog> Logs => Copy(_logs);

    /// <summary>What requests had in the header <c>x-key</c>.</summary>
    public IReadOnlyList<string> Keys => Copy(_keys);

    /// <summary>Starts it on free ports.</summary>
    public static async Task<FakeCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var collector = new FakeCollector(builder.Build());
        collector.Map();
        await collector._app.StartAsync();
        string[] addresses = [.. collector._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        (collector.HttpAddress, collector.GrpcAddress) = (addresses[0], addresses[1]);
        return collector;
    }

    /// <summary>The environment of a stack that sends to it, and soon.</summary>
    public Dictionary<string, string> Environment(params (string Name, string Value)[] more)
    {
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = HttpAddress,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "50",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return environment;
    }

    /// <summary>The spans of a trace, once there is one that satisfies the condition; oldest first.</summary>
    public async Task<IReadOnlyList<ReceivedSpan>> TraceAsync(string traceId, Func<IReadOnlyList<ReceivedSpan>, bool> isWhole) =>
        await Eventually.Becomes(
            () => Task.FromResult<IReadOnlyList<ReceivedSpan>>([.. Spans.Where(span => span.TraceId == traceId).OrderBy(span => span.Start)]),
            isWhole,
            $"the spans of trace {traceId}");

    /// <summary>The spans of an execution, once its root is there.</summary>
    public async Task<IReadOnlyList<ReceivedSpan>> ExecutionAsync(string executionId)
    {
        var root = (await Eventually.Becomes(
            () => Task.FromResult(Spans.Where(span => span.Name == "execution" && (string?)span["orcheo.execution.id"] == executionId).ToList()),
            found => found.Count > 0,
            $"the span of {executionId}"))[0];
        return await TraceAsync(root.TraceId, _ => true);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void Map()
    {
        _app.MapPost("/v1/{signal}", async (string signal, HttpContext http) =>
        {
            Take(signal, http, await ReadAsync(http));
            http.Response.ContentType = "application/x-protobuf";
        });
        _app.MapPost("/opentelemetry.proto.collector.{service}/Export", async (string service, HttpContext http) =>
        {
            var framed = await ReadAsync(http);
            Assert.Equal(framed.Length - GrpcPrefixBytes, BinaryPrimitives.ReadInt32BigEndian(framed.AsSpan(1)));
            Take(service.StartsWith("trace", StringComparison.Ordinal) ? "traces" : service.Split('.')[0], http, framed[GrpcPrefixBytes..]);
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[GrpcPrefixBytes]);
            http.Response.AppendTrailer("grpc-status", "0");
        });
    }

    private void Take(string signal, HttpContext http, byte[] body)
    {
        var message = new ProtoMessage(body);
        lock (_lock)
        {
            _bodies.Add(body);
            _keys.Add(http.Request.Headers["x-key"].ToString());
            switch (signal)
            {
                case "traces":
                    _spans.AddRange(ReceivedSpan.Read(message));
                    break;
                case "metrics":
                    _points.AddRange(ReceivedPoint.Read(message));
                    break;
                default:
                    _logs.AddRange(ReceivedLog.Read(message));
                    break;
            }
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using var memory = new MemoryStream();
        await http.Request.Body.CopyToAsync(memory);
        return memory.ToArray();
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_lock)
        {
            return [.. list];
        }
    }
}
