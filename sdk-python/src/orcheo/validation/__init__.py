"""Says what is wrong with a workflow without a server, with the codes and the places that the server gives.

What only the server knows is not checked: whether credentials exist and are of the right type, and node types that are newer than this
package.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..models import Fault
from .document import read_document
from .expression import check_expression, is_single_template
from .faults import Faults
from .text import parse
from .workflow import ValidationPass, catalog

__all__ = ["catalog", "check_expression", "is_single_template", "validate"]


def validate(document: Mapping[str, Any] | str | bytes, node_types: Mapping[str, Mapping[str, Any]] | None = None) -> list[Fault]:
    """Every fault of a workflow document, structural ones first; empty when there is none.

    Args:
        document: the document, or its JSON text.
        node_types: the node types to check by; those that the package knows otherwise.
    """
    faults = Faults()
    value: Any = document
    if isinstance(document, (str, bytes)):
        readable, value = parse(document, faults)
        if not readable:
            return faults.found
    definition = read_document(value, faults)
    if definition is None:
        return faults.found
    meaning = Faults()
    ValidationPass(definition, catalog() if node_types is None else node_types, meaning).run()
    # What could not be read was left out; that it is missing now is no second fault.
    further = [fault for fault in meaning.found if not any(_covers(structural.pointer, fault.pointer) for structural in faults.found)]
    for fault in further:
        faults.add(fault.code, fault.message, fault.pointer, fault.node_id, fault.edge_id)
    return faults.found


def _covers(outer: str, inner: str) -> bool:
    return inner.startswith(outer) and (len(inner) == len(outer) or inner[len(outer)] == "/")
