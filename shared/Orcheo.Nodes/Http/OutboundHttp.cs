using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Security.AntiSSRF;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;

namespace Orcheo.Nodes.Http;

/// <summary>
/// The one way by which nodes call other servers: a shared connection pool behind the SSRF guard, without cookies, proxies,
/// ambient credentials or redirects of its own. Failures come out as <see cref="NodeException"/>.
/// </summary>
/// <remarks>
/// The guard looks at the addresses that a name resolves to when the connection is made, so that neither spellings of an address
/// nor a name that resolves differently the second time get round it. Redirects are followed by the caller, hop by hop, through here.
/// </remarks>
internal sealed class OutboundHttp : IDisposable
{
    private readonly HttpMessageInvoker _invoker;
    private readonly TimeSpan _connectTimeout;
    private readonly bool _guarded;

    public OutboundHttp(OutboundHttpOptions options)
    {
        _connectTimeout = options.ConnectTimeout;
        _guarded = !options.AllowPrivateNetworks;
        _invoker = new HttpMessageInvoker(options.AllowPrivateNetworks ? Unguarded(options) : Guarded(options), disposeHandler: true);
    }

    /// <summary>Sends a request and returns once the response's headers are there.</summary>
    /// <exception cref="NodeException">ORC3002, ORC3004, ORC3006 or ORC3013.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_guarded && IsUnspecified(request.RequestUri!))
        {
            throw Blocked(request.RequestUri!, null);
        }

        TraceHeaders.AddTo(request);
        try
        {
            return await _invoker.SendAsync(request, cancellationToken);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(request.RequestUri!, $"no connection within {_connectTimeout.TotalSeconds:0.###} s", exception);
        }
        catch (Exception exception) when (IsTransport(exception))
        {
            throw Explain(request.RequestUri!, exception);
        }
    }

    /// <summary>Whether an exception is one that sending or reading throws when the other side or the network fails.</summary>
    public static bool IsTransport(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or AuthenticationException or AntiSSRFException;

    // On most systems 0.0.0.0 is this machine. The resolver refuses it with an ArgumentException before the guard sees it.
    private static bool IsUnspecified(Uri uri) =>
        IPAddress.TryParse(uri.Host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    /// <summary>The failure in the words of a user. Nothing of the URL but its origin is told: the rest may hold secrets.</summary>
    public static NodeException Explain(Uri uri, Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AntiSSRFException:
                    return Blocked(uri, exception);
                case SocketException socket:
                    return Failed(uri, Say(socket.SocketErrorCode), exception);
                case AuthenticationException:
                    return Failed(uri, $"TLS could not be set up ({cause.Message.TrimEnd('.')})", exception);
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }:
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }:
                    return Invalid(uri, "the answer is not HTTP that can be read", exception);
                case HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }:
                case HttpIOException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }:
                    return new NodeException(
                        ErrorCodes.ResponseTooLarge, $"{Origin(uri)}: the headers of the response are larger than 64 KiB.", innerException: exception);
                default:
                    break;
            }
        }

        return Failed(uri, "the connection broke before the response was complete", exception);
    }

    /// <summary>ORC3013: a response that cannot be read as what it says it is.</summary>
    public static NodeException Invalid(Uri uri, string fault, Exception? cause = null) =>
        new(ErrorCodes.InvalidResponse, $"{Origin(uri)}: {fault}.", innerException: cause);

    /// <summary>The only part of a URL that messages show.</summary>
    public static string Origin(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    public void Dispose() => _invoker.Dispose();

    private static NodeException Failed(Uri uri, string fault, Exception cause) => new(
        ErrorCodes.ConnectionFailed, $"{Origin(uri)}: {fault}.", retryable: true, innerException: cause);

    private static NodeException Blocked(Uri uri, Exception? cause) => new(
        ErrorCodes.AddressBlocked,
        $"{Origin(uri)}: the address is private, local or reserved, and nodes may not call such addresses. Whoever runs Orcheo can allow all of "
        + "them with Orcheo__Http__AllowPrivateNetworks=true, or single networks with Orcheo__Http__AllowedAddresses__0.",
        innerException: cause);

    private static string Say(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the host name could not be resolved",
        SocketError.TimedOut => "the connection timed out",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => "the host cannot be reached",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "the connection was reset",
        _ => $"the connection failed ({error})",
    };

    private static SocketsHttpHandler Unguarded(OutboundHttpOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = options.PooledConnectionLifetime,
    };

    private static AntiSSRFHandler Guarded(OutboundHttpOptions options)
    {
        var policy = new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest)
        {
            AllowPlainTextHttp = true,

            // The header is meant for metadata services, which the guard blocks by address; servers that read it would take "true" for a client.
            AddXFFHeader = false,
        };
        try
        {
            policy.AddAllowedAddresses([.. options.AllowedAddresses]);
        }
        catch (Exception exception) when (exception is FormatException or AntiSSRFException or ArgumentException)
        {
            throw new ArgumentException(
                "Orcheo__Http__AllowedAddresses holds a value that is neither an address nor a network in CIDR notation.", nameof(options), exception);
        }

        // Proxies are off in this handler; the guard would see the proxy's address instead of the server's.
        var handler = policy.GetHandler();
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ConnectTimeout = options.ConnectTimeout;
        handler.PooledConnectionLifetime = options.PooledConnectionLifetime;
        return handler;
    }
}
