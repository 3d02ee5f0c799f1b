"""The events of an execution until its end, over connections that may break."""

from __future__ import annotations

import json
from collections.abc import Generator
from typing import Any, Literal
from urllib.parse import urljoin

from .._core.commands import Channel, Close, Command, Emit, Items, Request, Send, Sleep, receive
from .._core.session import FIRST_WAIT, RETRIED, Session, path_of
from ..errors import APIConnectionError, APIError, APITimeoutError
from ..models import Event, Execution

PING_SECONDS = 15.0
SILENCE_SECONDS = 45.0
LONGEST_WAIT = 10.0
RECORD_END = "\x1e"
INVOCATION, PING, CLOSE = 1, 6, 7
PING_MESSAGE = json.dumps({"type": PING}) + RECORD_END

Steps = Generator[Command, Any, None]


class EventStream:
    """Follows one execution. ``seq`` makes it exact: what was seen is passed over, what is missing is read from the store."""

    def __init__(
        self, session: Session, execution_id: str, after: int, transport: Literal["auto", "websocket", "sse"]
    ) -> None:
        self._session = session
        self._path = path_of("executions", execution_id)
        self._last = after
        self._ended = False
        self._connected = False
        self._transport = transport

    def follow(self) -> Items[Event]:
        """Emits every event after the given one until the execution ends."""
        failures = 0
        while True:
            self._connected = False
            error: APIConnectionError | APIError | None = None
            try:
                yield from self._read_once()
            except (APIConnectionError, APIError) as caught:
                error = caught
            if self._ended:
                return None
            failures = 1 if self._connected else failures + 1
            if error is not None:
                self._give_up_if_useless(error, failures)
            yield Sleep(min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT) * (0.5 + self._session.config.jitter() / 2))

    def _give_up_if_useless(self, error: APIConnectionError | APIError, failures: int) -> None:
        """Falls back to server-sent events where WebSockets do not get through, and raises what no other attempt will mend."""
        if not self._connected and self._transport == "auto":
            self._transport = "sse"
        elif isinstance(error, APIError) and error.status_code not in RETRIED:
            raise error
        elif failures > self._session.config.max_retries + 1:
            raise error

    def _read_once(self) -> Steps:
        if self._transport == "sse":
            yield from self._read_lines()
        else:
            yield from self._read_socket()

    def _read_socket(self) -> Steps:
        answer = yield from self._session.send(Request("POST", f"{self._path}/stream/negotiate"))
        url = urljoin(self._session.config.api_url, answer.body["url"]).replace("http", "ws", 1)
        headers = {"Authorization": f"Bearer {answer.body['accessToken']}"}
        channel = yield from self._session.open(Request("GET", "", headers=headers), url)
        yield Send(channel, json.dumps({"protocol": "json", "version": 1}) + RECORD_END)
        yield from self._handshake(channel)
        # Earlier events are not sent on connecting. From here on nothing is missed, so that what is stored now is all there is before.
        yield from self._catch_up()
        if not self._ended:
            yield from self._end_if_over()
        silence = 0.0
        while not self._ended:
            text = yield from receive(channel, PING_SECONDS)
            if text is not None:
                silence = 0.0
                yield from self._messages(text)
            elif channel.ended:
                break
            else:
                silence += PING_SECONDS
                if silence >= SILENCE_SECONDS:
                    raise APITimeoutError(f"The event stream was silent for {silence:g} s.")
                yield Send(channel, PING_MESSAGE)
        yield Close(channel)

    def _handshake(self, channel: Channel) -> Steps:
        text = yield from receive(channel, self._session.config.timeout)
        first, *rest = (text or "").split(RECORD_END)
        refusal = json.loads(first).get("error") if first else "no answer to the handshake"
        if refusal:
            raise APIConnectionError(f"The event stream was refused: {refusal}")
        self._connected = True
        yield from self._messages(RECORD_END.join(rest))

    def _messages(self, text: str) -> Steps:
        for record in text.split(RECORD_END):
            message = json.loads(record) if record else {}
            if message.get("type") == INVOCATION and message.get("target") == "event":
                yield from self._accept(message["arguments"][0])
            elif message.get("type") == CLOSE:
                raise APIConnectionError(f"The server closed the event stream: {message.get('error') or 'without a reason'}")

    def _read_lines(self) -> Steps:
        headers = {"Accept": "text/event-stream", "Last-Event-ID": str(self._last), "Cache-Control": "no-cache"}
        yield from self._end_if_over()
        if self._ended:
            return
        request = Request("GET", f"{self._path}/events", {"after": str(self._last)}, headers, timeout=SILENCE_SECONDS)
        channel = yield from self._session.open(request)
        self._connected = True
        data: list[str] = []
        while not self._ended:
            line = yield from receive(channel, SILENCE_SECONDS)
            if line is None:
                break
            if line.startswith("data:"):
                data.append(line[5:].removeprefix(" "))
            elif not line and data:
                yield from self._accept(json.loads("\n".join(data)))
                data = []
        yield Close(channel)

    def _accept(self, item: dict[str, Any]) -> Steps:
        seq = item.get("seq")
        if seq is None:
            yield Emit(Event.from_json(item))
        elif seq == self._last + 1:
            self._last = seq
            self._ended = item["type"] == "execution_end"
            yield Emit(Event.from_json(item))
        elif seq > self._last:
            yield from self._catch_up()

    def _catch_up(self) -> Steps:
        """Emits what is stored and was not emitted yet."""
        while not self._ended:
            answer = yield from self._session.get(f"{self._path}/events", after=self._last or None, limit=200)
            items = answer.body["items"]
            if not items:
                return
            for item in items:
                if item["seq"] > self._last:
                    self._last = item["seq"]
                    self._ended = item["type"] == "execution_end"
                    yield Emit(Event.from_json(item))

    def _end_if_over(self) -> Steps:
        """Ends the stream of an execution that has ended, also where its last event was not kept."""
        execution = yield from self._session.model(Execution, Request("GET", self._path))
        if execution.ended:
            yield from self._catch_up()
            self._ended = True
