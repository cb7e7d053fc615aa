"""A stretch of network between browser and server that can be cut: a relay that refuses and drops while there is no signal."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Network:
    """Hands bytes on between its own port and the server's. `cut()` drops what is open and refuses what comes; `mend()` lets it through.

    `rewrite`: a pattern and what stands for it from then on, of the same length.
    """

    rewrite: tuple[bytes, bytes] | None = None

    def __init__(self, port: int) -> None:
        self.target = port
        self.is_up = True
        self.open: set[socket.socket] = set()
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        with suppress(OSError):
            while True:
                browser, _address = self.door.accept()
                if not self.is_up:
                    browser.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self.target))
                self.open |= {browser, server}
                for ends in ((browser, server), (server, browser)):
                    threading.Thread(target=self.hand_on, args=ends, daemon=True).start()

    def hand_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(re.sub(*self.rewrite, data) if self.rewrite else data)
        for end in (source, sink):
            self.open.discard(end)
            with suppress(OSError):
                end.close()

    def cut(self) -> None:
        self.is_up = False
        for end in list(self.open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.is_up = True


@contextmanager
def network_to(site: str) -> Iterator[Network]:
    network = Network(int(site.rsplit(":", 1)[1]))
    try:
        yield network
    finally:
        network.cut()
        network.door.close()
