"""`python -m orcheo_sandbox.server`: the sandbox of the local stack, started and watched by its parent process."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import stat
import sys

from orcheo_sandbox import __version__
from orcheo_sandbox.endpoint import Endpoint
from orcheo_sandbox.http_server import HttpServer
from orcheo_sandbox.processes import ForkServerLost
from orcheo_sandbox.service import NotServing, SandboxService
from orcheo_sandbox.settings import PREFIX, InvalidSettings, Settings

# EX_CONFIG of sysexits.h: starting again without changing anything is no use.
REFUSED = 78
FAILED = 70
_PARENT_CHECK_SECONDS = 1.0


def main() -> int:
    """Serves until it is asked to stop or its parent is gone."""
    arguments = _arguments()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        settings = Settings.from_environment(os.environ)
        if not settings.key:
            raise InvalidSettings(f"{PREFIX}KEY has to be set: the secret that requests bring along")
    except InvalidSettings as error:
        return _refuse(REFUSED, str(error))
    # Nothing that is started from here on inherits the secret.
    os.environ.pop(PREFIX + "KEY", None)
    try:
        return asyncio.run(_serve(settings, arguments.port, arguments.detached))
    except NotServing as error:
        return _refuse(REFUSED, f"a required layer is missing: {error}. See {PREFIX}REQUIRE in docs/guides/sandbox.md")
    except (ForkServerLost, OSError) as error:
        return _refuse(FAILED, str(error))


async def _serve(settings: Settings, port: int, detached: bool) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    service = SandboxService(settings)
    server = HttpServer(Endpoint(service), settings.max_request_bytes)
    watch = None
    if not detached:
        _leave_terminal()
        watch = loop.create_task(_watch_parent(stop))
    try:
        await service.start()
        bound = await server.start(port)
        health = service.health()
        active = {name: layer["active"] for name, layer in health["layers"].items()}
        _say({"event": "ready", "port": bound, "pid": os.getpid(), "version": __version__, "layers": active})
        await stop.wait()
    finally:
        if watch is not None:
            watch.cancel()
        server.close()
        await service.close()
    return 0


async def _watch_parent(stop: asyncio.Event) -> None:
    """Ends the server when its standard input closes or its parent is another than at the start."""
    parent = os.getppid()
    loop = asyncio.get_running_loop()
    if _stdin_is_pipe():
        loop.add_reader(0, _stdin_spoke, stop)
    while os.getppid() == parent:
        await asyncio.sleep(_PARENT_CHECK_SECONDS)
    stop.set()


def _leave_terminal() -> None:
    """Ctrl-C is for the parent: the runs of what is still going on there must not be killed by it."""
    if _stdin_is_pipe() and os.getpgrp() != os.getpid():
        os.setsid()


def _stdin_spoke(stop: asyncio.Event) -> None:
    if not os.read(0, 4096):
        asyncio.get_running_loop().remove_reader(0)
        stop.set()


def _stdin_is_pipe() -> bool:
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _refuse(status: int, message: str) -> int:
    _say({"event": "refused", "message": message})
    print(f"orcheo_sandbox: {message}", file=sys.stderr)
    return status


def _say(event: dict[str, object]) -> None:
    print(json.dumps(event), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m orcheo_sandbox.server", description="Runs Python code in isolation.")
    parser.add_argument("--port", type=int, default=int(os.environ.get(PREFIX + "PORT", "0")), help="0 is any free port")
    parser.add_argument("--detached", action="store_true", help="go on when the parent ends or standard input closes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
