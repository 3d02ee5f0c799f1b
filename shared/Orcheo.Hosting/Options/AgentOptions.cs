using Orcheo.Nodes.AiAgent;

namespace Orcheo.Hosting.Options;

/// <summary>AI agents.</summary>
public sealed class AgentOptions
{
    /// <summary>What models cost, for the cost in outputs and events. Default nothing: no cost is told.</summary>
    public IReadOnlyList<ModelPrice> Prices { get; set; } = [];

    /// <summary>Throws when a value cannot be used.</summary>
    /// <exception cref="OptionsException">Names the setting and what it takes.</exception>
    public void Validate()
    {
        var models = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, price) in Prices.Index().Where(item => !item.Item.IsEmpty))
        {
            if (string.IsNullOrWhiteSpace(price.Model) || !models.Add(price.Model))
            {
                throw new OptionsException($"Orcheo__Agent__Prices__{index}__Model", "the name of a model that has no other price");
            }

            if (price.InPerMillion < 0 || price.OutPerMillion < 0)
            {
                throw new OptionsException($"Orcheo__Agent__Prices__{index}__InPerMillion and __OutPerMillion", "numbers from 0");
            }
        }
    }

    /// <summary>The prices by model.</summary>
    internal ModelPrices ToPrices() => new(Prices.Where(price => !price.IsEmpty).ToDictionary(price => price.Model, price => (price.InPerMillion, price.OutPerMillion), StringComparer.Ordinal));
}

/// <summary>What a model costs, in whatever currency.</summary>
public sealed class ModelPrice
{
    /// <summary>Whether nothing of it is set, as in the sample of settings: then there is no such price.</summary>
    internal bool IsEmpty => string.IsNullOrEmpty(Model) && InPerMillion == 0 && OutPerMillion == 0;

    /// <summary>The model, as agents name it.</summary>
    public string Model { get; set; } = "";

    /// <summary>The price of a million tokens sent.</summary>
    public decimal InPerMillion { get; set; }

    /// <summary>The price of a million tokens received.</summary>
    public decimal OutPerMillion { get; set; }
}
