using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Functions.Configuration;
using Orcheo.Functions.Discovery;

namespace Orcheo.Functions.Http;

/// <summary>Where an HTTP function is served.</summary>
/// <param name="Function">The function.</param>
/// <param name="Pattern">The route, with the prefix of host.json.</param>
/// <param name="Methods">The methods, in upper case; empty serves every method.</param>
internal sealed record HttpFunctionRoute(FunctionEntry Function, RoutePattern Pattern, IReadOnlyList<string> Methods)
{
    /// <summary>Works out the routes of the HTTP functions.</summary>
    /// <exception cref="FunctionLoadException">A route is malformed, or two functions compete for one.</exception>
    internal static IReadOnlyList<HttpFunctionRoute> Of(
        IEnumerable<FunctionEntry> functions, HostSettings settings, SettingReferences references)
    {
        var problems = new List<string>();
        var routes = new List<HttpFunctionRoute>();
        foreach (var function in functions.Where(function => function.Kind == TriggerKind.Http))
        {
            try
            {
                var route = Of(function, settings.RoutePrefix, references);
                if (routes.Find(route.CompetesWith) is { } rival)
                {
                    problems.Add($"{function.Display}: route '{route.Pattern.RawText}' is already served by '{rival.Function.Name}'.");
                }

                routes.Add(route);
            }
            catch (RoutePatternException e)
            {
                problems.Add($"{function.Display}: route '{e.Pattern}' is malformed: {e.Message}");
            }
            catch (FunctionDeclarationException e)
            {
                problems.Add($"{function.Display}: {e.Message}");
            }
        }

        return problems.Count == 0 ? routes : throw new FunctionLoadException(problems);
    }

    private static HttpFunctionRoute Of(FunctionEntry function, string prefix, SettingReferences references)
    {
        var trigger = (HttpTriggerAttribute)function.Trigger;
        var route = references.Resolve(trigger.Route ?? function.Name).Trim('/');
        var pattern = RoutePatternFactory.Parse($"{prefix}/{route}".Trim('/'));
        return new HttpFunctionRoute(function, pattern, [.. (trigger.Methods ?? []).Select(method => method.ToUpperInvariant())]);
    }

    private bool CompetesWith(HttpFunctionRoute other) =>
        (Methods.Count == 0 || other.Methods.Count == 0 || Methods.Intersect(other.Methods).Any())
        && string.Equals(Shape(Pattern), Shape(other.Pattern), StringComparison.OrdinalIgnoreCase);

    // Two templates that differ in nothing but the names of their parameters match the same paths.
    private static string Shape(RoutePattern pattern) => string.Join('/', pattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => Shape(parameter),
            _ => string.Empty,
        }))));

    private static string Shape(RoutePatternParameterPart parameter)
    {
        var policies = string.Concat(parameter.ParameterPolicies.Select(policy => ":" + policy.Content));
        return $"{{{(parameter.IsCatchAll ? "*" : string.Empty)}{policies}}}";
    }
}
