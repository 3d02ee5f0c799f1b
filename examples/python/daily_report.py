"""Schedule → fetch → compute → deliver: every weekday morning yesterday's sales are added up by Python and reported; when the source does
not answer, that is reported instead."""

from orcheo import Orcheo, python_code, workflow
from orcheo.expressions import coalesce, state, trigger
from orcheo.node_types import CronTrigger, HttpRequest, SetVariable


@python_code(timeout_seconds=20)
def summary(sales: list):
    """Totals by product, the best first."""
    from collections import defaultdict

    totals = defaultdict(float)
    for sale in sales:
        totals[sale["product"]] += sale["price"] * sale["quantity"]
    best = sorted(totals.items(), key=lambda item: -item[1])
    return {"total": round(sum(totals.values()), 2), "lines": [f"{name}: {value:.2f}" for name, value in best]}


with workflow("Daily report", tags=["cookbook"], settings={"max_concurrent_runs": 1}) as report:
    morning = CronTrigger("morning")
    fetch = HttpRequest("fetch", url=f"{trigger.input.api}/sales", on_error="route", retry={"max_attempts": 2, "initial_interval_seconds": 0.1})
    add_up = summary(sales=fetch.output.body)
    good = SetVariable("good", values={"text": f"Sales: {add_up.output.total}\n{add_up.output.lines.join('; ')}"})
    bad = SetVariable("bad", values={"text": f"No report: {fetch.error.message}"})
    deliver = HttpRequest(
        "deliver",
        method="POST",
        url=f"{trigger.input.api}/notify",
        body={"due": coalesce(trigger.scheduled_at, None), "text": state.text},
    )
    morning >> fetch >> add_up >> good >> deliver
    fetch.on("error") >> bad >> deliver


def schedule(client: Orcheo, api: str, cron: str = "0 7 * * 1-5", timezone: str = "Europe/Berlin"):
    """Stores the workflow, finalizes it and lets it start by itself."""
    stored = client.workflows.create(report)
    client.versions.create(stored.id, label="first")
    return client.triggers.cron.create(stored.id, cron, timezone=timezone, input={"api": api})
