"""Waits for conditions instead of sleeping for a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


def until(condition: Callable[[], Any], seconds: float = 20) -> None:
    """Returns when the condition holds."""
    end = time.monotonic() + seconds
    while True:
        if condition():
            return
        if time.monotonic() > end:
            raise AssertionError("the condition did not come true")
        time.sleep(0.005)


def in_background(work: Callable[[], T]) -> Future[T]:
    """The result of work in a thread of its own."""
    future: Future[T] = Future()

    def body() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=body, daemon=True).start()
    return future
