"""`./linli worker`: the process that runs deferred and periodic jobs."""

from typing import cast

from django.core.management.base import BaseCommand, CommandParser
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

GRACE = 30  # seconds a running job gets when the worker is told to stop


class Command(BaseCommand):
    help = "启动后台任务。Run the jobs."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=4)

    def handle(self, *, concurrency: int, **_options: object) -> None:
        connector = cast(DjangoConnector, app.connector).get_worker_connector()
        with app.replace_connector(connector) as worker:
            # Finished jobs are deleted: what they did is told by the events.
            worker.run_worker(
                concurrency=concurrency,
                shutdown_graceful_timeout=GRACE,
                delete_jobs="successful",
            )
