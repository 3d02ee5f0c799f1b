using System.Security.Claims;

namespace Orcheo.Hosting.Live.Local;

/// <summary>A stream token's ticket as the user of a connection: SignalR keeps a connection to the user that opened it.</summary>
internal static class StreamUser
{
    private const string Tenant = "orcheo.tenant";
    private const string Execution = "orcheo.execution";

    public static ClaimsPrincipal Of(StreamTicket ticket) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, ticket.Id), new Claim(Tenant, ticket.Tenant), new Claim(Execution, ticket.ExecutionId)], "stream token"));

    /// <summary>Which execution the user may watch; null for a user without a ticket.</summary>
    public static (string Tenant, string ExecutionId)? Watches(ClaimsPrincipal? user) =>
        user?.FindFirst(Tenant) is { } tenant && user.FindFirst(Execution) is { } execution ? (tenant.Value, execution.Value) : null;
}
