namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a Functions application begins.</summary>
public class FunctionsApplication
{
    /// <summary>Creates a builder with the defaults of a Functions application.</summary>
    /// <param name="args">The command line, which is read as configuration.</param>
    /// <returns>The builder.</returns>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args, AppContext.BaseDirectory);
}
