"""A proxy before a real Elasticsearch, to bring about what goes wrong on the way to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Proxy(ThreadingHTTPServer):
    """Passes every request on, but answers those of one kind first with `statuses`, in turn.

    Status 0 is a server that is gone: this request and every later one lose their connection,
    until `statuses` is emptied.
    """

    daemon_threads = True

    def __init__(self, url: str, statuses: list[int], kind: str = "_bulk") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target = urlsplit(url)
        self.statuses = statuses
        self._kind = kind
        self.bulks = 0

    @property
    def url(self) -> str:
        """Its own address."""
        return f"http://127.0.0.1:{self.server_port}"

    def status(self, path: str) -> int | None:
        """What to answer in place of the server; None to pass the request on."""
        if not self.statuses:
            return None
        is_meant = path.endswith(f"/{self._kind}")
        if self.statuses[0] == 0 and (self.bulks or is_meant):
            self.bulks += 1
            return 0
        return self.statuses.pop(0) if is_meant else None

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that was cut is what is wanted here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status = self.server.status(urlsplit(self.path).path)
        if status == 0:
            self.close_connection = True
            return
        if status:
            self._answer(status, [("X-Elastic-Product", "Elasticsearch")], b"")
            return
        server = HTTPConnection(self.server.target.hostname or "", self.server.target.port)
        server.request(self.command, self.path, body or None, dict(self.headers))
        answer = server.getresponse()
        data = answer.read()
        server.close()
        left_out = ("content-length", "transfer-encoding", "connection")
        kept = [pair for pair in answer.getheaders() if pair[0].lower() not in left_out]
        self._answer(answer.status, kept, data)

    def _answer(self, status: int, headers: list[tuple[str, str]], data: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass_on  # noqa: N815  # the library's names


@contextmanager
def proxy(url: str, *statuses: int, of: str = "_bulk") -> Iterator[Proxy]:
    """A proxy before the server at an address, which answers requests of a kind so."""
    with Proxy(url, list(statuses), of) as between:
        thread = threading.Thread(target=between.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield between
        finally:
            between.shutdown()
            thread.join()
