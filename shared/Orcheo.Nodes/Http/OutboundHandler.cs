namespace Orcheo.Nodes.Http;

/// <summary>Lets libraries that want an <see cref="HttpClient"/> call other servers through <see cref="OutboundHttp"/>.</summary>
internal sealed class OutboundHandler(OutboundHttp http) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        http.SendAsync(request, cancellationToken);
}
