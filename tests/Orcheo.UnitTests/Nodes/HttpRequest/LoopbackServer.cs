using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Orcheo.UnitTests.Nodes.HttpRequest;

/// <summary>A real HTTP server on a free loopback port; it remembers what it was asked.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app) => _app = app;

    public List<SeenRequest> Seen { get; } = [];

    public string Url => _app.Urls.Single();

    public static async Task<LoopbackServer> StartAsync(RequestDelegate handler, bool tls = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (tls)
                {
                    listen.UseHttps(Certificate());
                }
            });
        });
        var app = builder.Build();
        var server = new LoopbackServer(app);
        app.Run(async context =>
        {
            server.Seen.Add(await SeenRequest.OfAsync(context.Request));
            await handler(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>A server that answers everything alike.</summary>
    public static Task<LoopbackServer> AnsweringAsync(int status, string? contentType, byte[] body, params (string Name, string Value)[] headers) =>
        StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                context.Response.Headers.Append(name, value);
            }

            context.Response.ContentType = contentType;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        });

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}

/// <summary>A request as the server saw it.</summary>
internal sealed record SeenRequest(string Method, string Target, Dictionary<string, string> Headers, string Body)
{
    public static async Task<SeenRequest> OfAsync(Microsoft.AspNetCore.Http.HttpRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return new SeenRequest(
            request.Method,
            request.Path + request.QueryString,
            request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            await reader.ReadToEndAsync(request.HttpContext.RequestAborted));
    }
}

/// <summary>A server that answers every connection with the same bytes, right or wrong, and then closes or holds it.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;
    private int _connections;

    public RawServer(byte[] answer, bool hold = false)
    {
        _listener.Start();
        _serving = ServeAsync(answer, hold);
    }

    public RawServer(string answer, bool hold = false)
        : this(Encoding.Latin1.GetBytes(answer), hold)
    {
    }

    public int Connections => _connections;

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync(byte[] answer, bool hold)
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            Interlocked.Increment(ref _connections);
            var stream = client.GetStream();
            await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, _stop.Token);
            try
            {
                await stream.WriteAsync(answer, _stop.Token);
                if (hold)
                {
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }
            }
            catch (IOException)
            {
                // The client has seen enough and hung up.
            }
        }
    }
}
