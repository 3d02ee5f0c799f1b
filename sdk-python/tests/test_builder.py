"""Workflows as code: every way to build one, and every way there and back."""

from __future__ import annotations

import json
import re as regular
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import orcheo
from orcheo import ExpressionError, InvalidWorkflowError, Node, Orcheo, WorkflowBuilder, WorkflowDocument, if_, python_code, workflow
from orcheo._builder.code import source_of
from orcheo.expressions import input, nodes, state
from orcheo.node_types import BY_TYPE, Delay, HttpRequest, ManualTrigger, SetVariable
from orcheo.validation import catalog
from stack import ROOT

OUTSIDE = 3


def test_the_builder_of_the_contract() -> None:
    builder = WorkflowBuilder("name").add_node("a", "set_variable", {"values": {"x": 1}}).add_node("b", "manual_trigger")
    document = builder.connect("b", "a", source_handle=None, condition="input.x").build()
    assert document["nodes"][0] == {"id": "a", "type": "set_variable", "config": {"values": {"x": 1}}, "ui": {"x": 280, "y": 0}}
    assert document["edges"] == [{"id": "e1", "source_node_id": "b", "target_node_id": "a", "condition": "input.x"}]
    assert json.loads(json.dumps(document)) == document and document.validate() == []


def test_a_fluent_workflow_runs(client: Orcheo, stack) -> None:
    with workflow("Is it up?", tags=["tour"], settings={"timeout_seconds": 60}) as wf:
        start = ManualTrigger("start")
        call = HttpRequest("call", url=input.url, on_error="continue", retry={"max_attempts": 1})
        up = SetVariable("up", values={"verdict": "up", "status": call.output.status})
        down = SetVariable("down", values={"verdict": "down", "reason": call.error.message})
        both = SetVariable("both", values={"text": f"It is {state.verdict}."})
        start >> call >> if_(call.status == "succeeded", "decide").then(up).else_(down) >> both
    document = wf.build().check()
    edges = [(edge["source_node_id"], edge.get("source_handle"), edge["target_node_id"]) for edge in document["edges"]]
    assert sorted(edges, key=str) == sorted(
        [("start", None, "call"), ("call", None, "decide"), ("decide", "true", "up"), ("decide", "false", "down"), ("up", None, "both"), ("down", None, "both")],
        key=str,
    )
    created = client.workflows.create(wf)
    assert client.executions.run(created.id, input={"url": f"{stack.base_url}/api/health"}, check=True).output == {"text": "It is up."}
    assert client.executions.run(created.id, input={"url": "http://localhost:9/"}, check=True).output == {"text": "It is down."}


def test_a_decorated_function_is_a_workflow() -> None:
    @workflow("Hello")
    def hello() -> None:
        """Says
        hello."""
        SetVariable(values={"hello": input.name}) >> Delay(seconds=0)

    document = hello.build()
    assert [node["id"] for node in document["nodes"]] == ["set_variable", "delay"]
    assert document["description"] == "Says hello." and len(document["edges"]) == 1


def test_lists_branches_and_conditions() -> None:
    with workflow("w") as wf:
        a, b, c, d = (SetVariable(name, values={"x": 1}) for name in "abcd")
        a >> [b, c] >> d
        a.when(state.x > 1) >> d
        a.on("error") >> [b]
        only = if_("true").then([Delay(seconds=1), Delay(seconds=2)])
        d >> only >> SetVariable("end", values={"x": 1})
    edges = [(e["source_node_id"], e["target_node_id"], e.get("source_handle"), e.get("condition")) for e in wf.build()["edges"]]
    assert edges == [
        ("a", "b", None, None), ("a", "c", None, None), ("b", "d", None, None), ("c", "d", None, None), ("a", "d", None, "state.x > 1"),
        ("a", "b", "error", None), ("if_else", "delay", "true", None), ("if_else", "delay_2", "true", None), ("d", "if_else", None, None),
        ("delay", "end", None, None), ("delay_2", "end", None, None), ("if_else", "end", "false", None),
    ]  # fmt: skip


def test_misuse_is_told() -> None:
    alone = SetVariable("alone", values={})
    with workflow("one") as one:
        inside = Delay(seconds=1)
    assert one.add(inside) is inside
    for wrong in (lambda: alone >> inside, lambda: inside >> alone):
        with pytest.raises(ValueError, match="do not belong to one workflow"):
            wrong()
    with pytest.raises(TypeError, match="Only nodes"):
        inside >> "text"  # type: ignore[operator]
    with pytest.raises(ValueError, match="another workflow"):
        WorkflowBuilder("two").add(inside)
    with pytest.raises(ValueError, match="has an id"):
        Node(type="delay").output
    one.add(alone)
    [inside, alone.on("x")] >> alone
    assert "alone" in repr(alone) and inside.on("x").heads() == [inside]
    with pytest.raises(InvalidWorkflowError, match="ORC2010") as caught:
        one.build().check()
    assert {fault.code for fault in caught.value.errors} >= {"ORC2010", "ORC2003"}
    with pytest.raises(ValueError, match="JSON object"):
        WorkflowDocument.from_json("[]")


def test_classes_are_the_catalogue() -> None:
    assert set(BY_TYPE) == set(catalog())
    for name, kind in BY_TYPE.items():
        assert kind.type == name and kind.__doc__


# Python code nodes


@python_code(timeout_seconds=5, memory_mb=64, name="Total", on_error="continue")
def total(items: list[dict[str, Any]], rate: float = 0.2) -> dict[str, float]:
    """Adds up."""
    import math

    # A comment that stays.
    words = [regular.sub("a", "b", item["name"]) for item in items]
    return {"total": math.fsum(item["price"] for item in items) * (1 + rate), "words": words}


@python_code
def short(x=1): return x + 1


def test_a_function_is_a_node_inside_of_a_workflow_and_itself_elsewhere() -> None:
    assert total([{"name": "a", "price": 2}])["total"] == 2.4 and short(2) == 3
    with workflow("w") as wf:
        made = total(input["items"], rate=state.rate)
        again = total(input["more"])
        short()
    node = made.to_json()
    assert (made.id, again.id, node["type"], node["name"], node["on_error"]) == ("total", "total_2", "python_code", "Total", "continue")
    config = node["config"]
    assert config["inputs"] == {"items": "{{ input.items }}", "rate": "{{ state.rate }}"}
    assert (config["timeout_seconds"], config["memory_mb"]) == (5, 64)
    assert config["code"].startswith("import re as regular\ndef main(items, rate: float=0.2):\n") and "# A comment that stays." in config["code"]
    scope: dict[str, Any] = {}
    exec(config["code"], scope)
    assert scope["main"]([{"name": "a", "price": 1}], rate=0) == {"total": 1, "words": ["b"]}
    exec(wf.build()["nodes"][2]["config"]["code"], scope)
    assert scope["main"]() == 2
    with workflow("w"), pytest.raises(TypeError):
        total()


def test_functions_that_cannot_go_alone() -> None:
    local = 1

    def closure(x):
        return x + local

    def outside(x):
        return x + OUTSIDE

    def many(*x):
        return x

    async def asynchronous():
        return 1

    for wrong, why in ((closure, "local"), (outside, "OUTSIDE"), (many, "names"), (asynchronous, "def"), (lambda: 1, "def")):
        with pytest.raises(ExpressionError, match=why):
            python_code(wrong)
    with pytest.raises(ExpressionError, match="cannot be read"):
        source_of(_made())


def _made() -> Any:
    scope: dict[str, Any] = {}
    exec("def made(x):\n    return x", scope)
    return scope["made"]


# There and back


def rebuilt(document: WorkflowDocument) -> Any:
    scope: dict[str, Any] = {}
    exec(compile(document.to_python(), "generated", "exec"), scope)
    return scope["document"]


def files() -> list[Path]:
    return sorted([*(ROOT / "examples").glob("*.json"), *(ROOT / "shared/schemas/corpus").glob("*/*.json")])


@pytest.mark.parametrize("path", files(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_document_of_the_repository_goes_there_and_back(path: Path) -> None:
    sample = json.loads(path.read_bytes())
    value = sample.get("document", sample) if isinstance(sample, dict) else sample
    if not isinstance(value, dict) or any(not isinstance(value.get(name, []), list) for name in ("nodes", "edges")):
        return
    if any(not isinstance(item, dict) for name in ("nodes", "edges") for item in value.get(name, [])):
        return
    document = WorkflowDocument(value)
    if "nodes" in value:
        assert rebuilt(document) == document
    assert WorkflowDocument.from_json(document.to_json()) == document


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=60)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=8,
)
IDS = st.sampled_from(["a", "b-c", "class", "wf", "document", "1x", "workflow", "Delay"])
CONFIGS = st.one_of(
    st.fixed_dictionaries({"seconds": JSON}), st.fixed_dictionaries({"values": JSON}), st.fixed_dictionaries({"url": JSON, "body": JSON}),
    st.dictionaries(st.text(max_size=6), JSON, max_size=3),
)  # fmt: skip
NODES = st.fixed_dictionaries(
    {"id": IDS, "type": st.sampled_from([*BY_TYPE, "newer"])},
    optional={"config": CONFIGS, "name": JSON, "retry": JSON, "ui": JSON, "timeout_seconds": JSON, "credentials_ref": st.text(max_size=5)},
)
EDGES = st.fixed_dictionaries(
    {"source_node_id": IDS, "target_node_id": IDS}, optional={"id": st.sampled_from(["e1", "e2", "x"]), "source_handle": st.just("true"), "condition": JSON}
)
DOCUMENTS = st.fixed_dictionaries(
    {"name": st.text(max_size=20), "nodes": st.lists(NODES, max_size=4)},
    optional={"edges": st.lists(EDGES, max_size=4), "description": JSON, "tags": JSON, "settings": JSON, "ui": JSON, "id": st.just("wf_1"), "version": st.just(2)},
)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_any_document_goes_there_and_back(value: dict[str, Any]) -> None:
    document = WorkflowDocument(value)
    back = rebuilt(document)
    assert back == document and json.dumps(back, sort_keys=True) == json.dumps(document, sort_keys=True)


def test_what_the_server_stores_goes_there_and_back(client: Orcheo) -> None:
    stored = WorkflowDocument.from_json(client.workflows.create(json.loads((ROOT / "examples/parallel-join.json").read_text())))
    code = stored.to_python()
    assert rebuilt(stored) == stored and "HttpRequest(" in code and ">>" in code
    assert set(stored.without_read_only()) <= {"name", "description", "tags", "schema_version", "nodes", "edges", "settings", "ui"}


# Layout


def test_nodes_stand_in_the_order_of_running_and_keep_their_place() -> None:
    with workflow("w") as wf:
        a, b, c, d = (SetVariable(name, values={}) for name in "abcd")
        placed = SetVariable("placed", values={}, ui={"x": 5, "y": 6, "color": "red"})
        a >> [b, c] >> d >> placed
        a >> d
    ui = {node["id"]: node["ui"] for node in wf.build()["nodes"]}
    assert ui["a"]["x"] < ui["b"]["x"] == ui["c"]["x"] < ui["d"]["x"] and ui["b"]["y"] != ui["c"]["y"]
    assert ui["placed"] == {"x": 5, "y": 6, "color": "red"}
    assert all("ui" not in node or node["id"] == "placed" for node in wf.build(layout=False)["nodes"])


def test_layout_avoids_a_crossing_and_bears_a_cycle() -> None:
    builder = WorkflowBuilder("w")
    for name in ("a1", "a2", "b1", "b2", "c1", "c2"):
        builder.add_node(name, "delay", {"seconds": 1})
    builder.connect("a1", "b2").connect("a2", "b1").connect("c1", "c2").connect("c2", "c1").connect("x", "a1")
    ui = {node["id"]: node["ui"] for node in builder.build()["nodes"]}
    assert (ui["b2"]["y"] < ui["b1"]["y"]) == (ui["a1"]["y"] < ui["a2"]["y"])
    assert len({(place["x"], place["y"]) for place in ui.values()}) == 6
