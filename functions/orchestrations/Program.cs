using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Orcheo.Hosting;

// Orchestrators and activities as an app of its own, on Azure. In the local stack Orcheo.Local takes this place.
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddOrcheo(builder.Configuration, new DurableRunner("durable-functions"));
builder.Build().Run();
