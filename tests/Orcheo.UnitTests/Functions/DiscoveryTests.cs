using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.Functions.Discovery;

namespace Orcheo.UnitTests.Functions;

public sealed class DiscoveryTests
{
    [Theory]
    [InlineData(typeof(NoTrigger), "no parameter has a trigger attribute")]
    [InlineData(typeof(TwoTriggers), "more than one parameter has a trigger attribute")]
    [InlineData(typeof(UnknownTrigger), "knows no trigger CustomTriggerAttribute")]
    [InlineData(typeof(NotPublic), "the method must be public")]
    [InlineData(typeof(BadName), "a name is 1 to 127 letters")]
    [InlineData(typeof(GenericMethod), "can be generic")]
    [InlineData(typeof(AbstractClass), "the class is abstract")]
    [InlineData(typeof(WrongHttp), "[HttpTrigger] parameter must be a Microsoft.AspNetCore.Http.HttpRequest, not a System.String")]
    [InlineData(typeof(WrongTimer), "[TimerTrigger] parameter must be a Microsoft.Azure.Functions.Worker.TimerInfo")]
    [InlineData(typeof(WrongOrchestration), "[OrchestrationTrigger] parameter must be a Microsoft.DurableTask.TaskOrchestrationContext")]
    [InlineData(typeof(WrongClient), "[DurableClient] parameter must be a Microsoft.DurableTask.Client.DurableTaskClient")]
    [InlineData(typeof(Unsupported), "no value for parameter 'services' of type System.IServiceProvider")]
    [InlineData(typeof(UnsupportedInTimer), "no value for parameter 'n'")]
    [InlineData(typeof(UnsupportedInActivity), "no value for parameter 'n'")]
    [InlineData(typeof(TwoInputs), "no value for parameter 'second'")]
    public void A_wrong_declaration_is_refused_with_the_name_of_the_function(Type type, string complaint)
    {
        var error = Assert.Throws<FunctionLoadException>(() => FunctionLoader.Load([type]));
        var problem = Assert.Single(error.Problems);
        Assert.Contains(complaint, problem, StringComparison.Ordinal);
        Assert.Contains($"({type.FullName}.Run)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once_and_names_are_unique_without_regard_to_case()
    {
        var error = Assert.Throws<FunctionLoadException>(
            () => FunctionLoader.Load([typeof(NoTrigger), typeof(Good), typeof(SameName)]));
        Assert.Equal(2, error.Problems.Count);
        Assert.Contains($"the name is taken by {typeof(Good).FullName}.Run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_task_hub_than_the_hosts_is_refused()
    {
        using var folder = new RunningHost.HostFolder();
        var builder = folder.CreateBuilder().WithFunctions(typeof(OtherHub));
        var error = Assert.Throws<FunctionLoadException>(builder.Build);
        Assert.Contains("wants task hub 'elsewhere'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_is_stable_and_distinct()
    {
        var ids = FunctionLoader.Load([typeof(Good)]).Select(function => function.Definition.Id).ToList();
        Assert.Equal(ids, FunctionLoader.Load([typeof(Good)]).Select(function => function.Definition.Id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Assemblies_are_found_by_the_dependency_file_and_by_references()
    {
        var entry = typeof(DiscoveryTests).Assembly;
        Assert.Same(entry, FunctionAssemblies.Of(entry)[0]);
        var byFile = FunctionAssemblies.FromDependencyFile(Path.Combine(AppContext.BaseDirectory, "Orcheo.UnitTests.deps.json"));
        Assert.Contains("Orcheo.UnitTests", byFile);
        Assert.Contains("Orcheo.UnitTests", FunctionAssemblies.FromReferences(entry));
        Assert.Empty(FunctionAssemblies.FromReferences(typeof(Assembly).Assembly));
        Assert.Equal([typeof(string).Assembly], FunctionAssemblies.Of(typeof(string).Assembly));
    }

    internal static class Good
    {
        [Function("Good")]
        public static void Run([HttpTrigger] HttpRequest request)
        {
        }

        [Function("Better")]
        public static void Better([HttpTrigger("get")] HttpRequest request)
        {
        }
    }

    internal static class SameName
    {
        [Function("GOOD")]
        public static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    internal static class NoTrigger
    {
        [Function("NoTrigger")]
        public static void Run(HttpRequest request)
        {
        }
    }

    internal static class TwoTriggers
    {
        [Function("TwoTriggers")]
        public static void Run([HttpTrigger] HttpRequest request, [TimerTrigger("* * * * *")] TimerInfo timer)
        {
        }
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    internal sealed class CustomTriggerAttribute : TriggerBindingAttribute;

    internal static class UnknownTrigger
    {
        [Function("UnknownTrigger")]
        public static void Run([CustomTrigger] string message)
        {
        }
    }

    internal static class NotPublic
    {
        [Function("NotPublic")]
        internal static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    internal static class BadName
    {
        [Function("1 bad name")]
        public static void Run([HttpTrigger] HttpRequest request)
        {
        }
    }

    internal static class GenericMethod
    {
        [Function("GenericMethod")]
        public static void Run<T>([HttpTrigger] HttpRequest request)
        {
        }
    }

    internal abstract class AbstractClass
    {
        [Function("AbstractClass")]
        public void Run([HttpTrigger] HttpRequest request) => request.HttpContext.Items[this] = null;
    }

    internal static class WrongHttp
    {
        [Function("WrongHttp")]
        public static void Run([HttpTrigger] string request)
        {
        }
    }

    internal static class WrongTimer
    {
        [Function("WrongTimer")]
        public static void Run([TimerTrigger("* * * * *")] string timer)
        {
        }
    }

    internal static class WrongOrchestration
    {
        [Function("WrongOrchestration")]
        public static void Run([OrchestrationTrigger] string context)
        {
        }
    }

    internal static class WrongClient
    {
        [Function("WrongClient")]
        public static void Run([HttpTrigger] HttpRequest request, [DurableClient] string client)
        {
        }
    }

    internal static class Unsupported
    {
        [Function("Unsupported")]
        public static void Run([HttpTrigger] HttpRequest request, IServiceProvider services)
        {
        }
    }

    internal static class UnsupportedInTimer
    {
        [Function("UnsupportedInTimer")]
        public static void Run([TimerTrigger("* * * * *")] TimerInfo timer, int n)
        {
        }
    }

    internal static class UnsupportedInActivity
    {
        [Function("UnsupportedInActivity")]
        public static void Run([ActivityTrigger] string input, int n)
        {
        }
    }

    internal static class TwoInputs
    {
        [Function("TwoInputs")]
        public static void Run([OrchestrationTrigger] TaskOrchestrationContext context, int first, int second)
        {
        }
    }

    internal static class OtherHub
    {
        [Function("OtherHub")]
        public static void Run([HttpTrigger] HttpRequest request, [DurableClient(TaskHub = "elsewhere")] DurableTaskClient client)
        {
        }
    }
}
