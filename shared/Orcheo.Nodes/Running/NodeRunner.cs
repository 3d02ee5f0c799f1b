using System.Runtime.ExceptionServices;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Polly;
using Polly.Retry;

namespace Orcheo.Nodes.Running;

/// <summary>Runs a node under its time limit and retry policy. Thread-safe; one instance serves all nodes.</summary>
/// <remarks>
/// Attempts and waits happen in memory: a process that dies in between starts again from the first attempt. Only a
/// <see cref="NodeException"/> that says so is retried. The first attempt runs outside the resilience pipeline, since nearly every
/// node succeeds at once; the pipeline takes over from its failure. There is one pipeline for all policies: it asks the run for its own.
/// </remarks>
public sealed class NodeRunner
{
    /// <summary>How long a node may take to end after it was told to; then it is left behind.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly ResiliencePropertyKey<NodeRun> RunKey = new("orcheo.node-run");
    private readonly TimeProvider _time;
    private readonly Func<double> _random;
    private readonly ResiliencePipeline<NodeResult> _pipeline;

    /// <summary>Creates the runner.</summary>
    /// <param name="time">Measures time limits and waits.</param>
    public NodeRunner(TimeProvider time)
        : this(time, Random.Shared.NextDouble)
    {
    }

    internal NodeRunner(TimeProvider time, Func<double> random)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _random = random;
        _pipeline = CreatePipeline();
    }

    /// <summary>Runs the node until it succeeds, fails for good or has used up its attempts.</summary>
    /// <param name="node">The node type.</param>
    /// <param name="context">What attempts are given; <see cref="NodeContext.Attempt"/> is set for each.</param>
    /// <param name="policy">The retry policy; see <see cref="NodeRetryPolicy.Resolve"/>.</param>
    /// <param name="timeout">The time limit of one attempt; see <see cref="NodeTimeout.Resolve"/>.</param>
    /// <param name="onRetry">Told of each failure that is followed by another attempt.</param>
    /// <param name="cancellationToken">Ends the run: the node has <see cref="Grace"/> to stop by itself.</param>
    /// <returns>The result, or the error of the last attempt. Unknown exceptions are told as ORC3011, time-outs as ORC3001.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public async Task<NodeRunResult> RunAsync(
        INode node,
        NodeContext context,
        NodeRetryPolicy policy,
        TimeSpan timeout,
        NodeRetrying? onRetry,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(policy);

        var run = new NodeRun(node, context, policy, timeout, onRetry);
        var first = await AttemptAsync(run, cancellationToken);
        if (first.Result is not null || !run.MayRetry(first.Error!))
        {
            return run.End(first);
        }

        return await ContinueAsync(run, first.Error!, cancellationToken);
    }

    private async Task<NodeRunResult> ContinueAsync(NodeRun run, NodeException firstError, CancellationToken cancellationToken)
    {
        run.FirstError = firstError;
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(RunKey, run);
            var outcome = await _pipeline.ExecuteOutcomeAsync(
                static async (context, state) => await state.Runner.StepAsync(state.Run, context.CancellationToken),
                context,
                (Runner: this, Run: run));
            if (outcome.Exception is not (null or NodeException))
            {
                // Cancelled, or the observer of retries failed: neither is the node's error.
                ExceptionDispatchInfo.Throw(outcome.Exception);
            }

            return run.End(new Attempt(outcome.Result, (NodeException?)outcome.Exception));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>One step of the pipeline; the first one hands in the failure that has already happened.</summary>
    private async ValueTask<Outcome<NodeResult>> StepAsync(NodeRun run, CancellationToken cancellationToken)
    {
        if (run.FirstError is { } first)
        {
            run.FirstError = null;
            return Outcome.FromException<NodeResult>(first);
        }

        var attempt = await AttemptAsync(run, cancellationToken);
        return attempt.Error is null ? Outcome.FromResult(attempt.Result!) : Outcome.FromException<NodeResult>(attempt.Error);
    }

    private async ValueTask<Attempt> AttemptAsync(NodeRun run, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var context = run.NextContext();
        using var limit = new CancellationTokenSource(run.Timeout, _time);
        using var linked = cancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken) : null;
        var token = (linked ?? limit).Token;
        try
        {
            var task = run.Node.RunAsync(context, token);
            return new Attempt(task.IsCompleted ? await task : await SettleAsync(task, token), null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested)
        {
            return new Attempt(null, TimedOut(run, exception));
        }
        catch (NodeException exception)
        {
            return new Attempt(null, exception);
        }
        catch (Exception exception)
        {
            return new Attempt(null, Unknown(run, exception));
        }
    }

    /// <summary>Waits for the node; once it is told to stop, for <see cref="Grace"/> only.</summary>
    private async Task<NodeResult> SettleAsync(Task<NodeResult> task, CancellationToken token)
    {
        try
        {
            return await task.WaitAsync(token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // The task may end at any moment, also while the grace runs out: what it came to then still counts.
            await ((Task)task).WaitAsync(Grace, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompleted)
            {
                return await task;
            }

            // Left behind, its failure must not surface as an unobserved exception.
            _ = task.ContinueWith(
                static late => late.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }

    private static NodeException TimedOut(NodeRun run, Exception cause) => new(
        ErrorCodes.NodeTimeout,
        $"The node '{run.Node.Descriptor.Type}' took longer than its time limit of {run.Timeout.TotalSeconds:0.###} s. Raise timeout_seconds, or give it less to do.",
        retryable: true,
        innerException: cause);

    // The exception's own message may hold anything, a secret too: it goes to the log by the inner exception, not to the user.
    private static NodeException Unknown(NodeRun run, Exception cause) => new(
        ErrorCodes.NodeFailed,
        $"The node '{run.Node.Descriptor.Type}' failed in a way that it does not explain ({cause.GetType().Name}). The log of the server has the details.",
        innerException: cause);

    private ResiliencePipeline<NodeResult> CreatePipeline() =>
        new ResiliencePipelineBuilder<NodeResult> { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions<NodeResult>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = static args => new(args.Outcome.Exception is NodeException error && Of(args.Context).MayRetry(error)),
                DelayGenerator = args => new((TimeSpan?)Of(args.Context).DelayAfter((NodeException)args.Outcome.Exception!, _random)),
                OnRetry = static args => Of(args.Context).TellRetryAsync((NodeException)args.Outcome.Exception!, args.RetryDelay),
            })
            .Build();

    private static NodeRun Of(ResilienceContext context) => context.Properties.GetValue(RunKey, null!);
}
