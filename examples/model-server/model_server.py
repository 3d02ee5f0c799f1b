#!/usr/bin/env python3
"""A scripted server that speaks the Chat Completions API of OpenAI, with the Python standard library only.

It answers what its script says, streams, asks for tools, counts calls and fails on purpose, so that agents can be tried and
tested without an account. What it answers depends on the conversation alone: the n-th answer of a script goes to the request
that has n-1 answers of the assistant in it. A request that is repeated gets the same answer again, and is counted again.

    python3 model_server.py [--host 127.0.0.1] [--port 8089] [--scripts FILE ...]

See README.md for the scripts.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

Json = dict[str, Any]

PIECE = 12
"""How many characters of a text go into one streamed piece."""


class Scripts:
    """The scripts by model name, and the calls that were made to each."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scripts: dict[str, Json] = {}
        self._calls: dict[str, list[Json]] = {}
        self.routes: dict[str, Any] = {}
        """What else is served: answers by method and path, such as the API that a tool calls."""

    def load(self, file: Path) -> None:
        """Reads a file of scripts, by model; its member ``routes`` is no script."""
        content = json.loads(file.read_text(encoding="utf-8"))
        self.routes.update(content.pop("routes", {}))
        for model, script in content.items():
            self.put(model, script)

    def put(self, model: str, script: Json) -> None:
        with self._lock:
            self._scripts[model] = script
            self._calls[model] = []

    def get(self, model: str) -> Json | None:
        with self._lock:
            return self._scripts.get(model)

    def models(self) -> list[str]:
        with self._lock:
            return sorted(self._scripts)

    def calls(self, model: str) -> list[Json]:
        with self._lock:
            return [dict(call) for call in self._calls.get(model, [])]

    def begin(self, model: str, conversation: str, turn: int, request: Json, headers: Json) -> Json:
        """Counts a call; its ``attempt`` is 1 for the first call of this turn in this conversation."""
        with self._lock:
            calls = self._calls.setdefault(model, [])
            same = [call for call in calls if call["conversation"] == conversation and call["turn"] == turn]
            call = {
                "conversation": conversation,
                "turn": turn,
                "attempt": len(same) + 1,
                "outcome": "open",
                "request": request,
                "headers": headers,
            }
            calls.append(call)
            return call

    def end(self, call: Json, outcome: str) -> None:
        with self._lock:
            call["outcome"] = outcome


def text_of(message: Json) -> str:
    """The text of a message, whose content may be a list of parts."""
    content = message.get("content")
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def last_tool_results(messages: list[Json]) -> list[str]:
    """The results of the tools that the last answer of the assistant asked for."""
    results: list[str] = []
    for message in reversed(messages):
        if message.get("role") == "assistant":
            break
        if message.get("role") == "tool":
            results.insert(0, text_of(message))
    return results


def fill(text: str, messages: list[Json]) -> str:
    """Puts what the model has seen into a scripted text: <<prompt>>, <<system>>, <<tools>>, <<tool:0>>."""
    if "<<" not in text:
        return text
    results = last_tool_results(messages)
    of_role = {role: [text_of(m) for m in messages if m.get("role") == role] for role in ("user", "system")}
    text = text.replace("<<prompt>>", (of_role["user"] or [""])[-1])
    text = text.replace("<<system>>", "\n".join(of_role["system"]))
    text = text.replace("<<tools>>", "\n".join(results))
    for index, result in enumerate(results):
        text = text.replace(f"<<tool:{index}>>", result)
    return text


def error_body(step: Json) -> Json:
    return {
        "error": {
            "message": step.get("message", "The script says that this call fails."),
            "type": step.get("type", "scripted_error"),
            "code": step.get("code"),
            "param": step.get("param"),
        }
    }


class Answer:
    """One scripted answer, made ready for a request."""

    def __init__(self, step: Json, request: Json, turn: int) -> None:
        messages = request.get("messages", [])
        self.text: str = fill(step.get("text", ""), messages)
        self.refusal: str | None = step.get("refusal")
        self.tool_calls = [
            {
                "id": call.get("id", f"call_{turn}_{index}"),
                "type": "function",
                "function": {
                    "name": call["name"],
                    "arguments": call["arguments"]
                    if isinstance(call["arguments"], str)
                    else fill(json.dumps(call["arguments"]), messages),
                },
            }
            for index, call in enumerate(step.get("tool_calls", []))
        ]
        self.finish_reason: str = step.get("finish_reason", "tool_calls" if self.tool_calls else "stop")
        prompt = len(json.dumps(messages)) // 4 + 1
        completion = (len(self.text) + len(json.dumps(self.tool_calls))) // 4 + 1
        usage = step.get("usage", {"prompt_tokens": prompt, "completion_tokens": completion})
        self.usage: Json | None = (
            {**usage, "total_tokens": usage["prompt_tokens"] + usage["completion_tokens"]} if usage else None
        )

    def message(self) -> Json:
        message: Json = {"role": "assistant", "content": self.text or None, "refusal": self.refusal}
        if self.tool_calls:
            message["tool_calls"] = self.tool_calls
        return message

    def deltas(self) -> list[Json]:
        """The message in pieces, as a stream has them."""
        deltas: list[Json] = [{"role": "assistant", "content": ""}]
        deltas += [{"content": self.text[at : at + PIECE]} for at in range(0, len(self.text), PIECE)]
        if self.refusal:
            deltas.append({"refusal": self.refusal})
        for index, call in enumerate(self.tool_calls):
            function = call["function"]
            head = {"index": index, "id": call["id"], "type": "function"}
            deltas.append({"tool_calls": [{**head, "function": {"name": function["name"], "arguments": ""}}]})
            arguments = function["arguments"]
            for at in range(0, len(arguments), PIECE):
                part = {"index": index, "function": {"arguments": arguments[at : at + PIECE]}}
                deltas.append({"tool_calls": [part]})
        return deltas


class Handler(BaseHTTPRequestHandler):
    """Serves the Chat Completions API below /v1, and the scripts below /scripts."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    scripts: Scripts
    verbose = False

    def do_GET(self) -> None:
        parts = [unquote(part) for part in self.path.split("?")[0].strip("/").split("/")]
        if parts == ["v1", "models"]:
            models = [{"id": name, "object": "model", "owned_by": "script"} for name in self.scripts.models()]
            self.send_json(200, {"object": "list", "data": models})
        elif len(parts) == 3 and parts[0] == "scripts" and parts[2] == "calls":
            self.send_json(200, {"calls": self.scripts.calls(parts[1])})
        else:
            self.route()

    def do_PUT(self) -> None:
        parts = [unquote(part) for part in self.path.strip("/").split("/")]
        body = self.read_json()
        if len(parts) == 2 and parts[0] == "scripts" and isinstance(body, dict):
            self.scripts.put(parts[1], body)
            self.send_json(200, {"model": parts[1]})
        else:
            self.send_json(404, {"error": {"message": "PUT /scripts/{model} takes a script.", "type": "not_found"}})

    def do_POST(self) -> None:
        body = self.read_json()
        if not self.path.split("?")[0].endswith("/chat/completions") or not isinstance(body, dict):
            self.route()
            return
        model = str(body.get("model"))
        script = self.scripts.get(model)
        if script is None:
            message = f"The model '{model}' does not exist."
            error = {"message": message, "type": "invalid_request_error", "code": "model_not_found"}
            self.send_json(404, error_body(error))
            return
        self.complete(model, script, body)

    def route(self) -> None:
        answer = self.scripts.routes.get(f"{self.command} {self.path.split('?')[0]}")
        missing = {"error": {"message": f"There is nothing at {self.path}.", "type": "not_found"}}
        self.send_json(200 if answer is not None else 404, missing if answer is None else answer)

    def complete(self, model: str, script: Json, request: Json) -> None:
        messages: list[Json] = request.get("messages", [])
        turn = sum(1 for message in messages if message.get("role") == "assistant") + 1
        conversation = next((text_of(message) for message in messages if message.get("role") == "user"), "")
        headers = {name.lower(): value for name, value in self.headers.items()}
        call = self.scripts.begin(model, conversation, turn, request, headers)
        steps: list[Json] = script.get("turns", [])
        step = steps[min(turn, len(steps)) - 1] if steps else {"text": "<<prompt>>"}
        errors: list[Json] = step.get("errors", [])
        outcome = "aborted"
        try:
            if key := script.get("api_key"):
                if self.headers.get("Authorization") != f"Bearer {key}":
                    errors = [{"status": 401, "code": "invalid_api_key", "message": "Incorrect API key."}]
                    call["attempt"] = 1
            if script.get("schema_mode") == "unsupported" and "response_format" in request:
                message = "response_format of type json_schema is not supported by this model."
                errors, call["attempt"] = [{"status": 400, "param": "response_format", "message": message}], 1
            if call["attempt"] <= len(errors):
                outcome = self.fail(errors[call["attempt"] - 1], step, request, turn)
            else:
                outcome = self.answer(step, request, turn)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            self.scripts.end(call, outcome)

    def fail(self, error: Json, step: Json, request: Json, turn: int) -> str:
        self.pause(error.get("delay_ms", 0))
        if "break_after" in error:
            self.stream(Answer(step, request, turn), request, step, int(error["break_after"]))
            self.close_connection = True
            return "broken"
        self.send_json(int(error.get("status", 500)), error_body(error), error.get("headers", {}))
        return "failed"

    def answer(self, step: Json, request: Json, turn: int) -> str:
        self.pause(step.get("delay_ms", 0))
        answer = Answer(step, request, turn)
        if request.get("stream"):
            self.stream(answer, request, step, None)
        else:
            choice = {"index": 0, "message": answer.message(), "finish_reason": answer.finish_reason}
            envelope = self.envelope(request, "chat.completion")
            self.send_json(200, {**envelope, "choices": [choice], "usage": answer.usage})
        return "completed"

    def stream(self, answer: Answer, request: Json, step: Json, break_after: int | None) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        envelope = self.envelope(request, "chat.completion.chunk")
        for number, delta in enumerate(answer.deltas()):
            if number == break_after:
                return
            self.pause(step.get("piece_ms", 0))
            self.send_piece({**envelope, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
        self.send_piece({**envelope, "choices": [{"index": 0, "delta": {}, "finish_reason": answer.finish_reason}]})
        if answer.usage and request.get("stream_options", {}).get("include_usage"):
            self.send_piece({**envelope, "choices": [], "usage": answer.usage})
        self.write_chunk(b"data: [DONE]\n\n")
        self.write_chunk(b"")

    def send_piece(self, piece: Json) -> None:
        self.write_chunk(b"data: " + json.dumps(piece).encode() + b"\n\n")

    def write_chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def pause(self, milliseconds: float) -> None:
        """Waits; notices at once when the client goes away."""
        until = time.monotonic() + milliseconds / 1000
        while (left := until - time.monotonic()) > 0:
            readable, _, _ = select.select([self.connection], [], [], left)
            if readable and self.connection.recv(1, 2) == b"":  # 2 = MSG_PEEK
                raise ConnectionResetError
            if readable:
                time.sleep(max(0.0, until - time.monotonic()))

    def envelope(self, request: Json, kind: str) -> Json:
        return {"id": "chatcmpl-scripted", "object": kind, "created": int(time.time()), "model": request.get("model")}

    def read_json(self) -> Any:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            return json.loads(body)
        except ValueError:
            return None

    def send_json(self, status: int, body: Json, headers: Json | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        if self.verbose:
            super().log_message(format, *args)


class Server(ThreadingHTTPServer):
    """Takes many connections at once; threads do not outlive it."""

    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no fault of the server."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def main() -> None:
    parser = argparse.ArgumentParser(description="A scripted server of the Chat Completions API.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8089, help="0 for any free one")
    parser.add_argument("--scripts", nargs="*", type=Path, default=[Path(__file__).with_name("scripts.json")])
    parser.add_argument("--die-with-stdin", action="store_true", help="end when standard input does: for tests")
    parser.add_argument("--verbose", action="store_true", help="write a line per request")
    options = parser.parse_args()
    Handler.scripts = Scripts()
    Handler.verbose = options.verbose
    for file in options.scripts:
        Handler.scripts.load(file)
    server = Server((options.host, options.port), Handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if options.die_with_stdin:
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(f"Model server is ready at http://{options.host}:{server.server_address[1]}/v1", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
