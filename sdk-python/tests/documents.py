"""Workflow documents for the tests."""

from __future__ import annotations

from typing import Any


def greeting(name: str = "Greeting", message: str = "Hello {{ input.name }}") -> dict[str, Any]:
    """Says hello."""
    return {"name": name, "nodes": [{"id": "greet", "type": "set_variable", "config": {"values": {"message": message}}}], "edges": []}


def double(name: str = "Double") -> dict[str, Any]:
    """Two nodes."""
    document = greeting(name)
    document["nodes"].append({"id": "double", "type": "set_variable", "config": {"values": {"twice": "{{ state.message + state.message }}"}}})
    document["edges"].append({"id": "e1", "source_node_id": "greet", "target_node_id": "double"})
    return document


def slow(seconds: float) -> dict[str, Any]:
    """Waits."""
    return {"name": "Slow", "nodes": [{"id": "wait", "type": "delay", "config": {"seconds": seconds}}], "edges": []}


def row(count: int, seconds: float = 0.0) -> dict[str, Any]:
    """Many nodes in a row, so that there are many events."""
    nodes = [{"id": f"n{number}", "type": "delay", "config": {"seconds": seconds}} for number in range(count)]
    edges = [{"source_node_id": f"n{number}", "target_node_id": f"n{number + 1}"} for number in range(count - 1)]
    return {"name": "Row", "nodes": nodes, "edges": edges}
