#!/usr/bin/env python3
"""Runs the examples on a local stack and compares what they put out with expected.json.

    examples/run.py                     every example
    examples/run.py branch delay        only these

The stack is at $ORCHEO_BASE_URL (http://localhost:7071); the key is $ORCHEO_API_KEY, or that of .orcheo/admin-key.
"""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
BASE_URL = os.environ.get("ORCHEO_BASE_URL", "http://localhost:7071").rstrip("/")


def key() -> str:
    given = os.environ.get("ORCHEO_API_KEY")
    return given if given else (HERE.parent / ".orcheo" / "admin-key").read_text(encoding="utf-8").strip()


def post(path: str, body: object, **headers: str) -> dict:
    request = urllib.request.Request(
        f"{BASE_URL}/api{path}",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {key()}", "Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(f"POST {path} answered {error.code}: {error.read().decode()}")


def start_model_server() -> tuple[subprocess.Popen, str]:
    """Starts the scripted model server on a free port; it ends with its standard input, and so with this process."""
    program = [sys.executable, str(HERE / "model-server" / "model_server.py"), "--port", "0", "--die-with-stdin"]
    server = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    return server, server.stdout.readline().split()[-1].removesuffix("/v1")


def main(names: list[str]) -> int:
    cases = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
    unknown = set(names) - {case["example"] for case in cases}
    if unknown:
        sys.exit(f"There is no example {', '.join(sorted(unknown))}.")
    failed = 0
    model_server, model_address = start_model_server()
    for case in cases:
        if names and case["example"] not in names:
            continue
        workflow = json.loads((HERE / f"{case['example']}.json").read_text(encoding="utf-8"))
        text = json.dumps(case["input"]).replace("{base_url}", BASE_URL).replace("{model_server}", model_address)
        given = json.loads(text)
        created = post("/workflows", workflow)
        execution = post("/executions", {"workflow_id": created["id"], "input": given}, Prefer="wait=30")
        right = execution["status"] == "succeeded" and execution["output"] == case["output"]
        failed += not right
        print(f"{'ok  ' if right else 'WRONG'} {case['example']:<15} {json.dumps(given)} -> {json.dumps(execution['output'])}")
        if not right:
            print(f"      {execution['id']} {execution['status']} {json.dumps(execution.get('error'))}")
            print(f"      expected {json.dumps(case['output'])}")
            if "needs" in case:
                print("      it needs a stack started with Orcheo__Http__AllowPrivateNetworks=true")
    model_server.terminate()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
