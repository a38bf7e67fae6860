"""What a benchmark runs on: a subdistrict as small as may be, and a server on a free port."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

from django.core.management import call_command

from linli.cases import actions as cases
from linli.cases.rules.intake import Target
from linli.kernel.actor import system
from linli.kernel.streets import context
from linli.kernel.streets.models import Street
from linli.people import actions as people
from linli.people.rules import OrganisationKind
from linli.places import actions as places
from linli.places.rules import AreaKind, AreaRow, GridKind, GridRow
from linli.waiting import becomes_so

CODE, INITIALS = "990101001000", "YY"
COMMUNITY = f"{CODE[:9]}001"
POINT = (38.605, 119.505)
_CORNERS = ((119.5, 38.6), (119.51, 38.6), (119.51, 38.61), (119.5, 38.61), (119.5, 38.6))
_PATIENCE = 60


def prepare() -> Street:
    """Tables and one street with a community, a grid, an office, categories and a route."""
    call_command("migrate", verbosity=0)
    street = Street.objects.create(code=CODE, name="小样街道", initials=INITIALS)
    actor = system(street.pk)
    boundary = {"type": "Polygon", "coordinates": [[list(corner) for corner in _CORNERS]]}
    with context.in_street(street.pk):
        community = AreaRow(
            kind=AreaKind.COMMUNITY, name="东样社区", code=COMMUNITY, parent=CODE, boundary=boundary
        )
        top = AreaRow(kind=AreaKind.SUBDISTRICT, name="小样街道", code=CODE)
        places.import_areas(actor=actor, rows=[top, community])
        grid = GridRow(
            code=f"{COMMUNITY}001", name="第一网格", kind=GridKind.BASIC, boundary=boundary
        )
        places.import_grids(actor=actor, rows=[grid])
        centre = people.add_organisation(
            actor=actor,
            code="centre",
            name="指挥中心",
            kind=OrganisationKind.CENTRE,
            is_last_resort=True,
        )
        cases.install_categories(actor=actor)
        cases.set_route(actor=actor, order=1, target=Target.ORGANISATION, organisation_id=centre.pk)
    street.refresh_from_db()
    return street


@contextmanager
def served() -> Iterator[int]:
    """The port of a server of this installation, which answers already."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "linli", "serve", "--port", str(port)]
    environment = os.environ | {"LINLI_DB_ROLE": "linli_app"}
    server = subprocess.Popen(command, env=environment, stdout=sys.stderr)
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(_PATIENCE)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    if not becomes_so(lambda: _answers(port) or server.poll() is not None, seconds=_PATIENCE):
        raise TimeoutError
    if server.poll() is not None:
        raise ChildProcessError(server.returncode)


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return True
    except OSError:
        return False
