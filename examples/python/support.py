"""API → transform → AI agent → notify: a ticket is fetched and brought into form, an agent looks up the order and writes the reply, and
the reply is sent on."""

from orcheo import if_, python_code, workflow
from orcheo.expressions import input, state
from orcheo.node_types import AiAgent, HttpRequest, ManualTrigger, SetVariable


@python_code(timeout_seconds=10)
def ticket(raw: dict):
    """What the agent needs to know of a ticket, and nothing else."""
    lines = [line.strip() for line in raw["body"].splitlines() if line.strip()]
    return {"order": raw["order"], "customer": raw["from"].split("@")[0], "text": " ".join(lines)}


def order_status(url):
    """A tool of the agent: it calls an API with the order that the model names."""
    return {
        "type": "http_request",
        "name": "order_status",
        "description": "Where an order is. Use it before you promise anything.",
        "parameters": {"type": "object", "properties": {"order": {"type": "string"}}, "required": ["order"]},
        "config": {"url": f"{url}/orders/{{{{ args.order }}}}"},
    }


with workflow("Support", description="Answers a ticket.", tags=["cookbook"]) as support:
    start = ManualTrigger("start")
    fetch = HttpRequest("fetch", url=f"{input.api}/tickets/{input.ticket}")
    form = ticket(raw=fetch.output.body)
    agent = AiAgent(
        "agent",
        model=input.model,
        base_url=input.model_url,
        system_prompt="You answer customers of a shop. You are brief and kind.",
        prompt=f"Order {form.output.order}, from {form.output.customer}: {form.output.text}",
        tools=[order_status(str(input.api))],
        max_turns=4,
        budget={"tokens": 20_000, "tool_calls": 3},
        output_schema={
            "type": "object",
            "properties": {"sentiment": {"enum": ["positive", "neutral", "negative"]}, "reply": {"type": "string"}},
            "required": ["sentiment", "reply"],
        },
    )
    urgent = SetVariable("urgent", values={"channel": "urgent"})
    usual = SetVariable("usual", values={"channel": "usual"})
    notify = HttpRequest(
        "notify",
        method="POST",
        url=f"{input.api}/notify",
        body={"channel": state.channel, "to": form.output.customer, "text": agent.output.data.reply},
    )
    decide = if_(agent.output.data.sentiment == "negative", "upset").then(urgent).else_(usual)
    start >> fetch >> form >> agent >> decide >> notify
