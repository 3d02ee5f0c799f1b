"""What the logic asks a driver to do.

Everything that the client does is a generator (a *flow*) that yields commands and is sent their results. A failure of a command is
thrown into the flow. So the logic is written once, and knows neither threads nor an event loop: see :mod:`.sync_driver` and
:mod:`.async_driver`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, Union, cast

T = TypeVar("T")


@dataclass(frozen=True)
class Request:
    """A request to the API. ``path`` is absolute from the base address of the API, with its parts escaped."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    timeout: float | None = None


@dataclass(frozen=True)
class Response:
    """An answer, read to its end. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Command:
    """Something for the driver to do."""


@dataclass(frozen=True)
class Exchange(Command):
    """Send a request and read the answer. Result: :class:`Response`."""

    request: Request


@dataclass(frozen=True)
class Sleep(Command):
    """Wait."""

    seconds: float


@dataclass(frozen=True)
class Emit(Command):
    """Hand an item to whoever iterates over the flow."""

    item: Any


@dataclass(frozen=True)
class Open(Command):
    """Open a channel: a streamed answer, or a WebSocket when the address is ``ws:`` or ``wss:``. Result: a channel.

    The headers of a streamed answer are in :attr:`Channel.response`.
    """

    request: Request
    url: str | None = None


@dataclass(frozen=True)
class Receive(Command):
    """Wait for the next piece of a channel: a line of a streamed answer, or a message. Result: text; None at the end or when time is up."""

    channel: Channel
    seconds: float


@dataclass(frozen=True)
class Send(Command):
    """Send a message."""

    channel: Channel
    text: str


@dataclass(frozen=True)
class Close(Command):
    """Close a channel; never fails."""

    channel: Channel


class Channel:
    """An open channel. What it holds belongs to its driver."""

    response: Response
    ended = False


Flow = Generator[Command, Any, T]
"""The logic of one operation, which results in one value."""

Items = Generator[Command, Any, Union[None, T]]
"""The logic of an operation that emits items."""


def exchange(request: Request) -> Flow[Response]:
    """Sends a request."""
    return cast(Response, (yield Exchange(request)))


def open_channel(request: Request, url: str | None = None) -> Flow[Channel]:
    """Opens a channel."""
    return cast(Channel, (yield Open(request, url)))


def receive(channel: Channel, seconds: float) -> Flow[str | None]:
    """Waits for the next piece."""
    return cast("str | None", (yield Receive(channel, seconds)))


class Steps(Generic[T]):
    """A flow between two commands: what a driver turns in a loop, and the channels that the flow has open."""

    def __init__(self, flow: Generator[Command, Any, T]) -> None:
        self._flow = flow
        self.command: Command | None = None
        self.channels: list[Channel] = []
        self.result: T
        self.resume(None)

    def resume(self, value: Any) -> None:
        """Goes on with the result of the command."""
        if isinstance(self.command, Open):
            self.channels.append(value)
        elif isinstance(self.command, Close):
            self.channels.remove(self.command.channel)
        self._advance(lambda: self._flow.send(value))

    def fail(self, error: BaseException) -> None:
        """Goes on with the failure of the command, or raises it when the flow does not handle it."""
        self._advance(lambda: self._flow.throw(error))

    def end(self) -> list[Channel]:
        """Ends the flow wherever it is. Results in the channels that are open still."""
        self._flow.close()
        self.command = None
        return self.channels

    def _advance(self, step: Callable[[], Command]) -> None:
        try:
            self.command = step()
        except StopIteration as stop:
            self.command = None
            self.result = stop.value


def only(flow: Items[T], wanted: Callable[[T], bool]) -> Items[T]:
    """The flow without the items that are not wanted."""
    steps = Steps(flow)
    while steps.command is not None:
        command = steps.command
        if isinstance(command, Emit) and not wanted(command.item):
            steps.resume(None)
            continue
        try:
            value = yield command
        except Exception as error:
            steps.fail(error)
        else:
            steps.resume(value)
    return None
