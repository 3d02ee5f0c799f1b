"""The import allowlist: a guard against mistakes. The walls are the kernel's; see docs/guides/sandbox.md."""

from __future__ import annotations

import builtins
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from orcheo_sandbox.inside.errors import ImportNotAllowedError

# Always importable: it changes how the code is read, and loads nothing.
_COMPILER_DIRECTIVE = "__future__"


def guarded(allowed: frozenset[str]) -> dict[str, Any]:
    """The builtins for the user's code, with an `__import__` that knows the list."""
    real: Callable[..., types.ModuleType] = builtins.__import__

    def guarded_import(
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> types.ModuleType:
        if level == 0 and not is_allowed(name, allowed):
            # `from urllib import parse` names a module that may be allowed although its package is not.
            wanted = [f"{name}.{part}" for part in fromlist or ()]
            if not wanted or not all(is_allowed(module, allowed) for module in wanted):
                refused = next((module for module in wanted if not is_allowed(module, allowed)), name)
                raise ImportNotAllowedError(
                    f"the module {refused!r} is not on the list of allowed imports; a workspace can add modules to it",
                    name=refused,
                )
        return real(name, globals, locals, fromlist or (), level)

    names = dict(vars(builtins))
    names["__import__"] = guarded_import
    return names


def is_allowed(name: str, allowed: frozenset[str]) -> bool:
    """A module is allowed when it or a package above it is on the list."""
    if name == _COMPILER_DIRECTIVE:
        return True
    parts = name.split(".")
    return any(".".join(parts[:end]) in allowed for end in range(1, len(parts) + 1))
