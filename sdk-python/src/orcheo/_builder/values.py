"""Values of configs as JSON: expressions in them become templates."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .._model import Model, format_time
from ..expressions import Expr, ExpressionError, source
from ..secrets import Secret


def compiled(value: Any) -> Any:
    """A value of a config as JSON: expressions in it become templates."""
    if isinstance(value, Expr):
        return str(value)
    if isinstance(value, Model):
        return value.to_json()
    if isinstance(value, Secret):
        raise ExpressionError("A secret does not belong into a workflow: store it as a credential, and name that in credentials_ref.")
    if isinstance(value, Mapping):
        return {_name(name): compiled(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [compiled(item) for item in value]
    if isinstance(value, datetime):
        return format_time(value)
    if value is None or isinstance(value, (str, bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise ExpressionError(f"A {type(value).__name__} cannot stand in a config: {value!r}")


def condition_of(value: Any) -> str:
    """A condition: an expression, or its text."""
    return value if isinstance(value, str) else source(value)


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise ExpressionError(f"The names of a config are texts, not {name!r}.")
    return name
