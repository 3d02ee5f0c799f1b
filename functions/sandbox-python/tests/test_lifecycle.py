"""Start, refusal, loss of the fork server, end of the parent; and runs that try to reach each other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.client import KEY, ROOT, Sandbox
from tests.escapes import PRELUDE
from tests.waiting import in_background, until


def _children(pid: int) -> list[int]:
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="ascii") as stat:
                    if int(stat.read().rpartition(")")[2].split()[1]) == pid:
                        found.append(int(name))
            except (OSError, ValueError):
                continue
    return found


def _descendants(pid: int) -> list[int]:
    return [found for child in _children(pid) for found in (child, *_descendants(child))]


def _alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _refused(environment: dict[str, str]) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-B", "-m", "orcheo_sandbox.server"],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
    )  # fmt: skip
    line: dict[str, Any] = json.loads(done.stdout.splitlines()[0])
    return done.returncode, line


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "ORCHEO_SANDBOX_KEY"),
        ({"ORCHEO_SANDBOX_KEY": "k", "ORCHEO_SANDBOX_MAX_QUEUE": "-1"}, "MAX_QUEUE"),
        ({"ORCHEO_SANDBOX_KEY": "k", "ORCHEO_SANDBOX_REQUIRE": "moat"}, "moat"),
        ({"ORCHEO_SANDBOX_KEY": "k", "ORCHEO_SANDBOX_READ_PATHS": "/"}, "READ_PATHS"),
        ({"ORCHEO_SANDBOX_KEY": "k", "ORCHEO_SANDBOX_ALLOWED_IMPORTS": "a b"}, "ALLOWED_IMPORTS"),
        # With the network allowed there is no network namespace, so requiring one cannot be met.
        ({"ORCHEO_SANDBOX_KEY": "k", "ORCHEO_SANDBOX_NETWORK": "1", "ORCHEO_SANDBOX_REQUIRE": "network_namespace"}, "network_namespace"),
    ],
)
def test_it_refuses_to_serve(variables: dict[str, str], words: str) -> None:
    status, line = _refused(variables)
    assert status == 78
    assert line["event"] == "refused" and words in line["message"]


def test_the_end_of_standard_input_ends_everything() -> None:
    server = Sandbox()
    pids = _descendants(server.program.pid)
    assert pids
    running = in_background(lambda: server.run("import time\ndef main(): time.sleep(60)", timeout_seconds=60))
    until(lambda: server.request("GET", "/health").body["running"] == 1)
    assert server.close() == 0
    until(lambda: not any(_alive(pid) for pid in pids))
    with pytest.raises(Exception):  # noqa: B017
        running.result(20)


def test_the_terminal_of_the_parent_does_not_reach_it(sandbox: Sandbox) -> None:
    """Ctrl-C goes to every process of the terminal's foreground group: this one has a session of its own."""
    assert os.getsid(sandbox.program.pid) == sandbox.program.pid


def test_the_death_of_the_server_ends_everything() -> None:
    server = Sandbox()
    in_background(lambda: server.run("def main():\n    while True: pass", timeout_seconds=60))
    until(lambda: server.request("GET", "/health").body["running"] == 1)
    pids = _descendants(server.program.pid)
    server.program.kill()
    until(lambda: not any(_alive(pid) for pid in pids))
    server.program.wait()
    server.close()


def test_the_fork_server_is_replaced() -> None:
    server = Sandbox()
    body = {"run_id": "hit", "code": "import time\ndef main(): time.sleep(60)", "inputs": {}, "timeout_seconds": 60}
    hit = in_background(lambda: server.request("POST", "/run", body))
    until(lambda: server.request("GET", "/health").body["running"] == 1)
    for pid in _children(server.program.pid):
        os.kill(pid, signal.SIGKILL)
    answer = hit.result(20)
    assert (answer.status, answer.body["error"]["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "1"
    assert server.result("def main(): return 1") == 1
    assert server.request("GET", "/health").body["status"] == "ok"
    server.close()


def test_waiting_processes_may_be_killed() -> None:
    server = Sandbox()
    for _ in range(3):
        for pid in _descendants(server.program.pid)[2:]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        until(lambda: server.run("def main(): return 1")["ok"])
    server.close()


ATTACK = PRELUDE + '''
def main(token):
    mine = {token}
    found = []
    for pid in range(1, 400):
        for path in (f"/proc/{pid}/mem", f"/proc/{pid}/environ", f"/proc/{pid}/fd/3"):
            try: open(path, "rb").read(1); found.append(path)
            except OSError: pass
        try: os.kill(pid, 9); found.append(pid)
        except OSError: pass
    c = real_import("ctypes")
    for pid in range(1, 400):
        for number in (310, 311, 434, 101):
            if call(number, pid, pid, 0, 0, 0, 0) == "escaped": found.append((pid, number))
    forged = b'{"ok":true,"result":"forged"}'
    for fd in range(256):
        try: os.write(fd, b"R" + len(forged).to_bytes(4, "big") + forged); found.append(fd) if fd > 3 else None
        except OSError: pass
    for o in real_import("gc").get_objects():
        if isinstance(o, dict) and any(isinstance(v, str) and v.startswith("secret-of-") and v not in mine for v in list(o.values())):
            found.append("secret")
    return found
'''


def test_runs_cannot_reach_each_other(any_sandbox: Sandbox) -> None:
    victim_code = "import time\ndef main(token, seconds):\n    time.sleep(seconds)\n    return token"
    victims = [
        in_background(lambda n=n: any_sandbox.run(victim_code, {"token": f"secret-of-{n}", "seconds": 1.5}, run_id=f"victim-{n}"))  # type: ignore[misc]
        for n in range(2)
    ]
    until(lambda: any_sandbox.request("GET", "/health").body["running"] == 2)
    attack = any_sandbox.run(ATTACK.replace('return found', 'os.write(2, b"")\n    return found'), {"token": "secret-of-mine"})
    # What it could write to was its own channel only: the forged result is its own.
    assert attack["ok"] and attack["result"] == "forged"
    assert any_sandbox.result(ATTACK.replace("range(256)", "range(4, 256)"), {"token": "secret-of-mine"}) == []
    answers = [victim.result(20) for victim in victims]
    assert [answer["result"] for answer in answers] == ["secret-of-0", "secret-of-1"]


def test_the_key_is_nowhere_below_the_server(any_sandbox: Sandbox) -> None:
    for pid in _descendants(any_sandbox.program.pid):
        for name in ("environ", "cmdline"):
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    assert KEY.encode() not in file.read()
            except OSError:
                continue


def test_a_private_directory_is_private_and_bounded() -> None:
    server = Sandbox({"ORCHEO_SANDBOX_TMP_MB": "4"})
    code = """
def main():
    before = __import__("logging").os.listdir("/tmp")
    with open("/tmp/x", "w") as file: file.write("kept")
    try:
        with open("/tmp/big", "wb") as file: file.write(b"x" * (8 << 20))
    except OSError as error:
        return [before, open("/tmp/x").read(), "refused"]
"""
    for _ in range(3):
        assert server.result(code) == [[], "kept", "refused"]
    assert server.error("def main(): open('/x', 'w')")["type"] in ("PermissionError", "OSError")
    server.close()


def test_libraries_can_be_added(tmp_path: Path) -> None:
    (tmp_path / "its_own.py").write_text("def double(n): return 2 * n", encoding="ascii")
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    server = Sandbox({"ORCHEO_SANDBOX_LIBRARY_PATHS": str(tmp_path), "ORCHEO_SANDBOX_ALLOWED_IMPORTS": "its_own"})
    code = "import its_own\ndef main(n): return its_own.double(n)"
    assert server.result(code, {"n": 2}, allowed_imports=["its_own"]) == 4
    server.close()


def test_paths_can_be_opened_for_reading() -> None:
    path = "/etc/hostname" if os.path.exists("/etc/hostname") else "/etc/passwd"
    server = Sandbox({"ORCHEO_SANDBOX_READ_PATHS": path})
    assert server.result("def main(path): return len(open(path).read())", {"path": path}) == os.path.getsize(path)
    assert server.error("def main(path): open(path, 'a')", {"path": path})["type"] in ("PermissionError", "OSError")
    server.close()


def test_the_network_can_be_allowed() -> None:
    server = Sandbox({"ORCHEO_SANDBOX_NETWORK": "true", "ORCHEO_SANDBOX_ALLOWED_IMPORTS": "socket,_socket"})
    code = """
import socket
def main(port):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET /health HTTP/1.0\\r\\n\\r\\n")
        return connection.recv(12).decode()
"""
    assert server.result(code, {"port": server.port}, allowed_imports=["socket"]) == "HTTP/1.1 401"
    assert server.error("import socket\ndef main(): socket.socket(socket.AF_UNIX)", allowed_imports=["socket"])["type"] == "PermissionError"
    server.close()
