"""`./linli serve`: the web process."""

import multiprocessing

from django.core.management.base import BaseCommand, CommandParser
from granian.constants import Interfaces
from granian.server import Server

# Each thread may hold a database connection; granian's own default has used up all of them.
THREADS = 4
# Open connections per worker, kept-alive ones included: a browser opens six.
CONNECTIONS = 512
GRACE = 30  # seconds for the requests being answered when told to stop


class Command(BaseCommand):
    help = "启动网页服务。Serve the pages and the API."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *, host: str, port: int, workers: int, **_options: object) -> None:
        # Fresh workers: forked ones would share this process's connections and locks.
        multiprocessing.set_start_method("spawn", force=True)
        Server(
            "linli.web.wsgi:application",
            address=host,
            port=port,
            workers=workers,
            interface=Interfaces.WSGI,
            blocking_threads=THREADS,
            backpressure=CONNECTIONS,
            websockets=False,
            respawn_failed_workers=True,
            workers_kill_timeout=GRACE,
        ).serve()
