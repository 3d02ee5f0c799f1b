"""Every attempt of the corpus is contained, said clearly, and leaves the next run as it would have been."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from typing import Any

import pytest

from tests.client import Sandbox
from tests.escapes import ATTEMPTS, FILES, NATIVE, NETWORK, PROCESSES, SYSTEM_CALLS, Attempt

_CANARY = "def main(): return [42, 'unaffected']"
_BY_KERNEL = [*FILES, *NETWORK, *PROCESSES, *SYSTEM_CALLS]
_BY_NUMBER = {attempt.name for attempt in [*SYSTEM_CALLS, *NATIVE]}


def _ends(answer: dict[str, Any]) -> set[str]:
    if answer["ok"]:
        return {f"={answer['result']!r}"}
    error = answer["error"]
    return {error["kind"], error["type"].rpartition(".")[2]}


def test_the_corpus_is_large_and_has_no_duplicates() -> None:
    names = [attempt.name for attempt in ATTEMPTS]
    assert len(names) == len(set(names))
    assert len(names) >= 150


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=[attempt.name for attempt in ATTEMPTS])
def test_attempt_is_contained(any_sandbox: Sandbox, attempt: Attempt) -> None:
    if attempt.name in _BY_NUMBER and platform.machine() != "x86_64":
        pytest.skip("the numbers are those of x86_64")
    answer = any_sandbox.run(attempt.source, memory_mb=attempt.memory_mb, timeout_seconds=attempt.timeout_seconds)

    assert _ends(answer) & set(attempt.ends), (attempt.ends, answer)
    if not answer["ok"]:
        assert answer["error"]["message"]
    assert answer["usage"]["peak_memory_bytes"] < 200 << 20
    assert len(answer["logs"]) <= 1000
    assert any_sandbox.result(_CANARY) == [42, "unaffected"]


@pytest.fixture(scope="module")
def contained_sandbox() -> Iterator[Sandbox]:
    """Where the host gives no namespaces: seccomp, Landlock, limits and an unprivileged user have to do."""
    server = Sandbox(container=True)
    yield server
    server.close()


def test_without_namespaces_it_says_so(contained_sandbox: Sandbox) -> None:
    layers = contained_sandbox.request("GET", "/health").body["layers"]
    active = {name for name, layer in layers.items() if layer["active"]}
    assert active == {"unprivileged_user", "rlimits", "seccomp", "landlock"}
    assert "not permitted" in layers["mount_namespace"]["detail"]


@pytest.mark.parametrize("attempt", _BY_KERNEL, ids=[attempt.name for attempt in _BY_KERNEL])
def test_attempt_is_contained_without_namespaces(contained_sandbox: Sandbox, attempt: Attempt) -> None:
    if attempt.name in _BY_NUMBER and platform.machine() != "x86_64":
        pytest.skip("the numbers are those of x86_64")
    answer = contained_sandbox.run(attempt.source, memory_mb=attempt.memory_mb, timeout_seconds=attempt.timeout_seconds)
    assert _ends(answer) & set(attempt.ends), (attempt.ends, answer)


def test_nothing_is_left_of_the_corpus(any_sandbox: Sandbox) -> None:
    """After everything: the same server, nothing running, no process but those that wait."""
    health = any_sandbox.request("GET", "/health").body
    assert health["status"] == "ok"
    assert (health["running"], health["queued"]) == (0, 0)
    assert any_sandbox.program.poll() is None
    assert os.path.exists(f"/proc/{any_sandbox.program.pid}")
