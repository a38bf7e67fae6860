"""A gateway of a telephone company in this process: it answers what the test tells it to."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


class Gateway(ThreadingHTTPServer):
    """``answers`` are used up one by one, then everything is taken; ``heard`` is what came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[int] = []
        self.heard: list[tuple[dict[str, str], str]] = []
        self.is_slow, self.may_answer = False, Event()
        self.says = '{"code": 0}'

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/send"

    @property
    def texts(self) -> list[str]:
        return [json.loads(body)["text"] for _, body in self.heard]

    @property
    def keys(self) -> list[str]:
        return [headers["Idempotency-Key"] for headers, _ in self.heard]


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        gateway = self.server
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        gateway.heard.append((dict(self.headers.items()), body))
        if gateway.is_slow:
            gateway.may_answer.wait(30)
            return
        self.send_response(gateway.answers.pop(0) if gateway.answers else 200)
        self.send_header("Location", gateway.url)
        self.end_headers()
        self.wfile.write(gateway.says.encode())

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def running() -> Iterator[Gateway]:
    gateway = Gateway()
    thread = Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        gateway.may_answer.set()
        gateway.shutdown()
        gateway.server_close()
        thread.join()
