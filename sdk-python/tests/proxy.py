"""A TCP proxy on the loopback that breaks connections at random, in both directions."""

from __future__ import annotations

import random
import socket
import threading
from types import TracebackType
from urllib.parse import urlsplit

CHUNK = 4096


class CuttingProxy:
    """Forwards to a server. A share of the pieces that pass is cut: the connection breaks before or in the middle of the piece."""

    def __init__(self, target: str, share: float, seed: int) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname or "", parts.port or 80)
        self.share = share
        self._random = random.Random(seed)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cuts = 0
        self.connections = 0
        self._closing = False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def __enter__(self) -> CuttingProxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._closing = True
        self._listener.close()
        with self._lock:
            for connection in list(self._open):
                self._shut(connection)

    def _accept(self) -> None:
        while not self._closing:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._target)
            except OSError:
                continue
            self.connections += 1
            for connection in (client, server):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._open |= {client, server}
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=(source, sink), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(CHUNK):
                if self._random.random() < self.share:
                    self.cuts += 1
                    sink.sendall(data[: self._random.randrange(len(data) + 1)])
                    break
                sink.sendall(data)
        except OSError:
            pass
        with self._lock:
            for connection in (source, sink):
                self._open.discard(connection)
                self._shut(connection)

    @staticmethod
    def _shut(connection: socket.socket) -> None:
        for step in (lambda: connection.shutdown(socket.SHUT_RDWR), connection.close):
            try:
                step()
            except OSError:
                pass
