namespace Orcheo.Durable;

/// <summary>Runs an activity.</summary>
/// <param name="call">The call.</param>
/// <param name="cancellationToken">Signalled when the instance is terminated and when the grace period of a shutdown is over.</param>
/// <returns>The result, which is serialized as JSON.</returns>
internal delegate Task<object?> ActivityInvoker(ActivityCall call, CancellationToken cancellationToken);
