"""The local stack as a child of the tests: a free port, a temporary folder."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = os.environ.get("CONFIGURATION", "Release")
ASSEMBLY = ROOT / "functions" / "local" / "bin" / CONFIGURATION / "net10.0" / "Orcheo.Local.dll"
ADMIN_KEY = "tests-of-the-python-sdk-admin-key"
READY = "Orcheo is ready at "
START_SECONDS = 60.0


@dataclass(frozen=True)
class Stack:
    """A stack that serves."""

    base_url: str
    api_key: str
    folder: Path


@contextmanager
def started(**settings: str) -> Iterator[Stack]:
    """Starts a stack, waits until it serves, and stops it."""
    with tempfile.TemporaryDirectory(prefix="orcheo-sdk-") as folder:
        environment = {
            **os.environ,
            "Orcheo__Port": "0",
            "Orcheo__DataDirectory": folder,
            "Orcheo__AdminKey": ADMIN_KEY,
            "Orcheo__Http__AllowPrivateNetworks": "true",
            **settings,
        }
        log = open(Path(folder) / "stack.log", "w", encoding="utf-8")
        child = subprocess.Popen(
            ["dotnet", "exec", str(ASSEMBLY)], env=environment, stdout=subprocess.PIPE, stderr=log, text=True, cwd=folder
        )
        try:
            yield Stack(_address(child, log.name), ADMIN_KEY, Path(folder))
        finally:
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            assert child.stdout is not None
            child.stdout.close()
            log.close()


def _address(child: subprocess.Popen[str], log: str) -> str:
    assert child.stdout is not None
    watchdog = threading.Timer(START_SECONDS, child.kill)
    watchdog.start()
    try:
        for line in child.stdout:
            if line.startswith(READY):
                # Whatever it prints later is read, so that it never waits for us.
                threading.Thread(target=lambda: [None for _ in child.stdout or ()], daemon=True).start()
                return line.removeprefix(READY).strip()
    finally:
        watchdog.cancel()
    raise AssertionError(f"The stack did not start:\n{Path(log).read_text(encoding='utf-8')[-4000:]}")
