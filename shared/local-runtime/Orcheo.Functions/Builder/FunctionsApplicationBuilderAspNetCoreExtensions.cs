namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Adds the ASP.NET Core integration to a Functions application.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Serves HTTP functions with ASP.NET Core requests and results.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <remarks>Middleware added before this call sees no HTTP context, as on the real host.</remarks>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddWebApplication();
        return builder;
    }
}
