using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Durable;
using Orcheo.Functions.Discovery;
using TaskOrchestrationContext = Microsoft.DurableTask.TaskOrchestrationContext;

namespace Orcheo.Functions.Invocation;

/// <summary>One invocation. Everything that not every invocation needs is made when it is first asked for.</summary>
internal sealed class HostFunctionContext(FunctionEntry function, FunctionRuntime runtime) : FunctionContext, IAsyncDisposable
{
    /// <summary>The key of the HTTP context in <see cref="Items"/>; the real worker uses the same.</summary>
    internal const string HttpContextKey = "HttpRequestContext";

    private readonly long _started = runtime.Clock.GetTimestamp();
    private string? _invocationId;
    private IDictionary<object, object>? _items;
    private InvocationFeatures? _features;
    private IServiceProvider? _services;
    private AsyncServiceScope? _scope;
    private CancellationTokenSource? _cancellation;
    private CancellationToken _token;
    private bool _tokenMade;
    private bool _httpAttached;

    /// <summary>The request that started the invocation, whether or not the pipeline shows it yet.</summary>
    internal HttpContext? Request { get; init; }

    /// <summary>The trigger's value where it is not a request.</summary>
    internal object? TriggerValue { get; init; }

    /// <summary>The orchestration that the invocation belongs to.</summary>
    internal string? InstanceId => TriggerValue switch
    {
        ActivityCall call => call.InstanceId,
        TaskOrchestrationContext orchestration => orchestration.InstanceId,
        _ => null,
    };

    /// <summary>Cancelled by whoever started the invocation, where that is not a request.</summary>
    internal CancellationToken CallerToken { get; init; }

    /// <summary>What the function returned.</summary>
    internal object? Result { get; set; }

    internal FunctionEntry Function => function;

    internal FunctionRuntime Runtime => runtime;

    internal bool HasItems => _items is not null;

    /// <summary>The request once the pipeline has reached the ASP.NET Core integration.</summary>
    internal HttpContext? AttachedHttpContext => _httpAttached ? Request : null;

    public override string InvocationId => _invocationId ??= Guid.NewGuid().ToString("D", CultureInfo.InvariantCulture);

    public override string FunctionId => function.Definition.Id;

    public override FunctionDefinition FunctionDefinition => function.Definition;

    public override TraceContext TraceContext => field ??= new HostTraceContext(Request);

    public override BindingContext BindingContext => field ??= new HostBindingContext(this);

    public override RetryContext RetryContext => HostRetryContext.Instance;

    public override IInvocationFeatures Features => FeaturesWithSelf();

    public override IDictionary<object, object> Items
    {
        get => _items ??= NewItems();
        set => _items = value;
    }

    public override IServiceProvider InstanceServices
    {
        get => _services ??= Request?.RequestServices ?? NewScope();
        set => _services = value;
    }

    public override CancellationToken CancellationToken
    {
        get
        {
            if (!_tokenMade)
            {
                _token = MakeToken();
                _tokenMade = true;
            }

            return _token;
        }
    }

    /// <summary>Finds the invocation behind a context that middleware may have wrapped in its own.</summary>
    internal static HostFunctionContext Of(FunctionContext context) =>
        context as HostFunctionContext
        ?? context.Features.Get<HostFunctionContext>()
        ?? throw new InvalidOperationException("This function context was not made by the host and carries none of its features.");

    /// <summary>The trigger's value as the function's parameter; an activity's input is read from JSON.</summary>
    /// <exception cref="FunctionInputConverterException">The input is not of the type.</exception>
    internal T? TriggerAs<T>()
    {
        if (TriggerValue is not ActivityCall call)
        {
            return (T?)TriggerValue;
        }

        try
        {
            return call.GetInput<T>();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new FunctionInputConverterException(
                $"Function '{function.Name}': the input cannot be converted to {typeof(T)}: {e.Message}", e);
        }
    }

    /// <summary>The orchestration's input as the orchestrator's second parameter.</summary>
    internal T? OrchestrationInput<T>() => ((TaskOrchestrationContext)TriggerValue!).GetInput<T>();

    /// <summary>Makes the request visible to middleware and to the function.</summary>
    internal void AttachHttpContext()
    {
        _httpAttached = true;
        if (_items is not null && Request is not null)
        {
            _items[HttpContextKey] = Request;
        }
    }

    public ValueTask DisposeAsync()
    {
        _cancellation?.Dispose();
        return _scope?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private InvocationFeatures FeaturesWithSelf()
    {
        if (_features is null)
        {
            _features = new InvocationFeatures();
            _features.Set(this);
        }

        return _features;
    }

    private Dictionary<object, object> NewItems()
    {
        var items = new Dictionary<object, object>();
        if (AttachedHttpContext is { } http)
        {
            items[HttpContextKey] = http;
        }

        return items;
    }

    private IServiceProvider NewScope()
    {
        _scope = runtime.Services.CreateAsyncScope();
        return _scope.Value.ServiceProvider;
    }

    private CancellationToken MakeToken()
    {
        if (function.Kind == TriggerKind.Orchestration)
        {
            // An orchestrator that saw the host stop would take another path when it is replayed.
            return CancellationToken.None;
        }

        var caller = Request?.RequestAborted ?? CallerToken;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(caller, runtime.Draining);
        if (runtime.FunctionTimeout is { } limit)
        {
            var left = limit - runtime.Clock.GetElapsedTime(_started);
            _cancellation.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return _cancellation.Token;
    }
}
