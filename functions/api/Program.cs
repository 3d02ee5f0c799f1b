using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Orcheo.Api;
using Orcheo.Hosting;

// The API as an app of its own, on Azure. In the local stack Orcheo.Local takes this place.
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseOrcheoApi();
builder.Services.AddOrcheo(builder.Configuration, new DurableRunner("durable-functions"));
builder.Build().Run();
