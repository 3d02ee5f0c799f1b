using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Orcheo.Api.Http;
using Orcheo.Hosting;

// Timers and the webhook ingress as an app of its own, on Azure. In the local stack Orcheo.Local takes this place.
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<ProblemMiddleware>();
builder.UseMiddleware<RateLimitPerIpMiddleware>();
builder.Services.AddOrcheo(builder.Configuration, new DurableRunner("durable-functions"));
builder.Build().Run();
