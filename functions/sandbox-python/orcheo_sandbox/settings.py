"""The configuration, from environment variables. Every value has a default, a unit and a range."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

PREFIX = "ORCHEO_SANDBOX_"

DEFAULT_IMPORTS = (
    "math", "cmath", "statistics", "decimal", "fractions", "random", "datetime", "time", "calendar", "zoneinfo", "json", "re",
    "string", "textwrap", "unicodedata", "html", "csv", "io", "base64", "binascii", "hashlib", "hmac", "secrets", "uuid", "zlib",
    "gzip", "collections", "itertools", "functools", "operator", "heapq", "bisect", "copy", "enum", "dataclasses", "typing",
    "types", "abc", "contextlib", "urllib.parse", "logging",
)  # fmt: skip

# Each group must have one active member. What only hides (namespaces) is not required: hosts often do not give it.
DEFAULT_REQUIRE = "unprivileged_user,rlimits,seccomp,landlock|mount_namespace"
LAYERS = (
    "unprivileged_user", "rlimits", "seccomp", "landlock", "user_namespace", "mount_namespace", "network_namespace",
    "ipc_namespace", "pid_namespace",
)  # fmt: skip
_MODULE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\Z")


class InvalidSettings(Exception):
    """A variable has a value that it cannot have."""


@dataclass(frozen=True)
class Settings:
    """What one sandbox is configured to be."""

    key: str = ""
    require: tuple[tuple[str, ...], ...] = ()
    allowed_imports: tuple[str, ...] = ()
    max_concurrency: int = 4
    max_queue: int = 256
    spares: int = 2
    max_memory_mb: int = 1024
    total_memory_mb: int = 2048
    max_timeout_seconds: float = 300.0
    max_request_bytes: int = 16 * 1024 * 1024
    max_result_bytes: int = 4 * 1024 * 1024
    max_log_lines: int = 1000
    max_log_bytes: int = 256 * 1024
    open_files: int = 32
    network: bool = False
    tmp_mb: int = 0
    read_paths: tuple[str, ...] = ()
    library_paths: tuple[str, ...] = ()

    @staticmethod
    def from_environment(environment: Mapping[str, str]) -> Settings:
        """Reads the variables. Raises InvalidSettings, naming the variable and what it may be."""
        read = _Reader(environment)
        processors = os.cpu_count() or 1
        max_memory = read.integer("MAX_MEMORY_MB", 1024, 16, 65536)
        tmp = read.integer("TMP_MB", 0, 0, 4096)
        return Settings(
            key=environment.get(PREFIX + "KEY", ""),
            require=_requirements(environment.get(PREFIX + "REQUIRE", DEFAULT_REQUIRE)),
            allowed_imports=read.modules("ALLOWED_IMPORTS"),
            max_concurrency=read.integer("MAX_CONCURRENCY", max(4, 2 * processors), 1, 256),
            max_queue=read.integer("MAX_QUEUE", 256, 0, 10_000),
            spares=read.integer("SPARES", min(8, max(3, processors)), 0, 64),
            max_memory_mb=max_memory,
            total_memory_mb=read.integer("TOTAL_MEMORY_MB", _default_total_mb(max_memory + tmp), max_memory + tmp, 1 << 20),
            max_timeout_seconds=float(read.integer("MAX_TIMEOUT_SECONDS", 300, 1, 86_400)),
            max_request_bytes=read.integer("MAX_REQUEST_BYTES", 16 << 20, 1024, 256 << 20),
            max_result_bytes=read.integer("MAX_RESULT_BYTES", 4 << 20, 64, 256 << 20),
            max_log_lines=read.integer("MAX_LOG_LINES", 1000, 0, 100_000),
            max_log_bytes=read.integer("MAX_LOG_BYTES", 256 << 10, 0, 64 << 20),
            open_files=read.integer("OPEN_FILES", 32, 8, 4096),
            network=read.flag("NETWORK"),
            tmp_mb=tmp,
            read_paths=read.paths("READ_PATHS"),
            library_paths=read.paths("LIBRARY_PATHS"),
        )


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def integer(self, name: str, default: int, low: int, high: int) -> int:
        text = self._environment.get(PREFIX + name, "").strip()
        if not text:
            return default
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise InvalidSettings(f"{PREFIX}{name} has to be a whole number from {low} to {high}, not {text!r}")
        return int(text)

    def flag(self, name: str) -> bool:
        text = self._environment.get(PREFIX + name, "").strip().lower()
        if text not in ("", "0", "1", "true", "false"):
            raise InvalidSettings(f"{PREFIX}{name} has to be true or false, not {text!r}")
        return text in ("1", "true")

    def modules(self, name: str) -> tuple[str, ...]:
        found = tuple(part.strip() for part in self._environment.get(PREFIX + name, "").split(",") if part.strip())
        for module in found:
            if not _MODULE.match(module):
                raise InvalidSettings(f"{PREFIX}{name} has to be module names with commas between them; {module!r} is none")
        return found

    def paths(self, name: str) -> tuple[str, ...]:
        found = tuple(part for part in self._environment.get(PREFIX + name, "").split(":") if part)
        for path in found:
            if not os.path.isabs(path) or os.path.normpath(path) == "/" or not os.path.exists(path):
                raise InvalidSettings(f"{PREFIX}{name} has to be absolute paths that exist, and not the root; {path!r} is none")
        return tuple(os.path.normpath(path) for path in found)


def _requirements(text: str) -> tuple[tuple[str, ...], ...]:
    if text.strip().lower() == "none":
        return ()
    groups = tuple(tuple(name.strip() for name in group.split("|")) for group in text.split(",") if group.strip())
    unknown = [name for group in groups for name in group if name not in LAYERS]
    if unknown:
        raise InvalidSettings(f"{PREFIX}REQUIRE names {unknown[0]!r}; the layers are {', '.join(LAYERS)}")
    return groups


def _default_total_mb(least: int) -> int:
    half = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // (2 * 1024 * 1024)
    return max(least, half)
