"""The import allowlist: a guard against mistakes. The walls are the kernel's; see docs/guides/sandbox.md."""

from __future__ import annotations

import builtins
import types
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from orcheo_sandbox.inside.errors import ImportNotAllowedError

# Always importable: it changes how the code is read, and loads nothing.
_COMPILER_DIRECTIVE = "__future__"


_real: Callable[..., types.ModuleType] = builtins.__import__
_allowed: frozenset[str] = frozenset()


def allow(modules: frozenset[str]) -> None:
    """Sets the list for the user's code. A process runs one piece of code, so there is one list in it."""
    global _allowed
    _allowed = modules


def _guarded_import(
    name: str,
    globals: Mapping[str, object] | None = None,
    locals: Mapping[str, object] | None = None,
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> types.ModuleType:
    if level == 0 and not is_allowed(name, _allowed):
        # `from urllib import parse` names a module that may be allowed although its package is not.
        wanted = [f"{name}.{part}" for part in fromlist or ()]
        if not wanted or not all(is_allowed(module, _allowed) for module in wanted):
            refused = next((module for module in wanted if not is_allowed(module, _allowed)), name)
            raise ImportNotAllowedError(
                f"the module {refused!r} is not on the list of allowed imports; a workspace can add modules to it",
                name=refused,
            )
    return _real(name, globals, locals, fromlist or (), level)


# The builtins for the user's code. Made once, before any fork: copying them touches objects all over the memory that is shared.
GUARDED_BUILTINS: dict[str, Any] = {**vars(builtins), "__import__": _guarded_import}


def is_allowed(name: str, allowed: frozenset[str]) -> bool:
    """A module is allowed when it or a package above it is on the list."""
    if name == _COMPILER_DIRECTIVE:
        return True
    parts = name.split(".")
    return any(".".join(parts[:end]) in allowed for end in range(1, len(parts) + 1))
