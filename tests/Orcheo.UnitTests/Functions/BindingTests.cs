using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Orcheo.UnitTests.Functions;

public sealed class BindingTests
{
    [Theory]
    [InlineData("int/-5", "-5")]
    [InlineData("long/9000000000", "9000000000")]
    [InlineData("guid/7f1f5d0a-98a4-4d38-9a0b-6f6f1a9c5f11", "7f1f5d0a-98a4-4d38-9a0b-6f6f1a9c5f11")]
    [InlineData("bool/true", "True")]
    [InlineData("double/1.5", "1.5")]
    [InlineData("enum/monday", "Monday")]
    [InlineData("query?n=3", "3")]
    [InlineData("query", "none")]
    [InlineData("day?day=Friday", "Friday")]
    [InlineData("day", "none")]
    [InlineData("default", "42")]
    [InlineData("default?n=1", "1")]
    [InlineData("text?name=a%20b", "a b")]
    public async Task A_parameter_is_bound_by_name_from_the_route_or_the_query(string path, string answer)
    {
        await using var host = await RunningHost.StartAsync(typeof(Scalars));
        Assert.Equal(answer, await host.GetAsync("/api/" + path));
    }

    [Theory]
    [InlineData("int/x", "parameter 'value' cannot be converted to System.Int32")]
    [InlineData("enum/Nonday", "cannot be converted to System.DayOfWeek")]
    [InlineData("enum/99", "cannot be converted to System.DayOfWeek")]
    [InlineData("query?n=x", "parameter 'n' cannot be converted")]
    [InlineData("needed", "parameter 'n' has no value")]
    public async Task What_cannot_be_bound_fails_the_invocation_inside_the_pipeline(string path, string complaint)
    {
        await using var host = await RunningHost.StartAsync(typeof(Scalars));
        using var answer = await host.SendAsync(HttpMethod.Get, "/api/" + path);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var error = Assert.Single(host.Logs.Errors).Exception;
        Assert.Contains(complaint, Assert.IsType<FunctionInputConverterException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_context_describes_the_invocation()
    {
        await using var host = await RunningHost.StartAsync(typeof(Contexts));
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/context/5?q=2");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("ok", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    internal static class Scalars
    {
        [Function("Int")]
        public static string Int([HttpTrigger("get", Route = "int/{value}")] HttpRequest request, int value) => Text(value);

        [Function("Long")]
        public static string Long([HttpTrigger("get", Route = "long/{value}")] HttpRequest request, long value) => Text(value);

        [Function("Guid")]
        public static string Guid([HttpTrigger("get", Route = "guid/{value}")] HttpRequest request, Guid value) => Text(value);

        [Function("Bool")]
        public static string Bool([HttpTrigger("get", Route = "bool/{value}")] HttpRequest request, bool value) => Text(value);

        [Function("Double")]
        public static string Double([HttpTrigger("get", Route = "double/{value}")] HttpRequest request, double value) => Text(value);

        [Function("Enum")]
        public static string Enum([HttpTrigger("get", Route = "enum/{value}")] HttpRequest request, DayOfWeek value) => Text(value);

        [Function("Query")]
        public static string Query([HttpTrigger("get", Route = "query")] HttpRequest request, int? n) => n is null ? "none" : Text(n);

        [Function("Day")]
        public static string Day([HttpTrigger("get", Route = "day")] HttpRequest request, DayOfWeek? day) => day is null ? "none" : Text(day);

        [Function("Default")]
        public static string Default([HttpTrigger("get", Route = "default")] HttpRequest request, int n = 42) => Text(n);

        [Function("Needed")]
        public static string Needed([HttpTrigger("get", Route = "needed")] HttpRequest request, int n) => Text(n);

        [Function("Text")]
        public static string TextOf([HttpTrigger("get", Route = "text")] HttpRequest request, string? name) => name ?? "none";

        private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }

    internal sealed class Contexts(IServiceProvider services)
    {
        [Function("Context")]
        public string Run(
            [HttpTrigger("get", Route = "context/{id}")] HttpRequest request,
            FunctionContext context,
            HttpRequest again,
            int id,
            CancellationToken cancellationToken)
        {
            Assert.Same(request, again);
            Assert.Same(request.HttpContext, context.GetHttpContext());
            Assert.Same(request.HttpContext, context.Items["HttpRequestContext"]);
            Assert.Same(request.HttpContext, context.GetHttpContext());
            Assert.Same(request.HttpContext.RequestServices, context.InstanceServices);
            Assert.Same(services, context.InstanceServices);
            Assert.Equal(context.CancellationToken, cancellationToken);
            Assert.True(cancellationToken.CanBeCanceled);
            Assert.Equal("5", context.BindingContext.BindingData["id"]);
            Assert.Equal("2", context.BindingContext.BindingData["q"]);
            Assert.True(Guid.TryParse(context.InvocationId, out _));
            Assert.Equal(context.InvocationId, context.InvocationId);
            Assert.Contains("0af7651916cd43dd8448eb211c80319c", context.TraceContext.TraceParent, StringComparison.Ordinal);
            Assert.Empty(context.TraceContext.TraceState);
            Assert.Empty(context.TraceContext.Baggage);
            Assert.Empty(context.TraceContext.Attributes);
            Assert.Equal(0, context.RetryContext.RetryCount);
            Assert.Equal(0, context.RetryContext.MaxRetryCount);
            Assert.NotNull(context.GetLogger("x"));
            Assert.NotNull(context.GetLogger<Contexts>());
            AssertDefinition(context);
            AssertFeatures(context);
            return id == 5 ? "ok" : "?";
        }

        private static void AssertDefinition(FunctionContext context)
        {
            var definition = context.FunctionDefinition;
            Assert.Equal("Context", definition.Name);
            Assert.Equal(context.FunctionId, definition.Id);
            Assert.Equal($"{typeof(Contexts).FullName}.Run", definition.EntryPoint);
            Assert.Equal(typeof(Contexts).Assembly.Location, definition.PathToAssembly);
            Assert.Equal(["request", "context", "again", "id", "cancellationToken"], definition.Parameters.Select(p => p.Name));
            Assert.IsType<HttpTriggerAttribute>(definition.Parameters[0].Properties["bindingAttribute"]);
            var trigger = Assert.Single(definition.InputBindings).Value;
            Assert.Equal(("request", "httpTrigger", BindingDirection.In), (trigger.Name, trigger.Type, trigger.Direction));
            Assert.Equal("http", Assert.Single(definition.OutputBindings).Value.Type);
        }

        private static void AssertFeatures(FunctionContext context)
        {
            Assert.Null(context.Features.Get<string>());
            context.Features.Set("feature");
            Assert.Equal("feature", context.Features.Get<string>());
            Assert.Contains(context.Features, pair => pair.Key == typeof(string));
            context.Features.Set<string>(null!);
            Assert.Null(context.Features.Get<string>());
        }
    }
}
