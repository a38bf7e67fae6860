"""Photos of the papers: they save a trip, and spare whoever examines from asking again."""

from collections.abc import Sequence
from typing import IO
from uuid import UUID

from linli.counter import queries
from linli.counter.actions.application_walk import begin, must
from linli.counter.models import Application
from linli.counter.rules import application_papers as papers
from linli.counter.rules.application_papers import PAPER
from linli.counter.rules.application_words import Verb
from linli.files import actions as files
from linli.files.models import File
from linli.files.rules import why_not_photos
from linli.kernel import links
from linli.kernel.action import action
from linli.kernel.actor import Actor


@action
def add_papers(
    *,
    actor: Actor,
    application_id: UUID,
    material: str,
    photos: Sequence[IO[bytes]],
    version: int | None = None,
) -> list[File]:
    """Photos are put to a material; whether it counts as brought is ticked at the counter."""
    walk = begin(actor, application_id, Verb.ADD_PAPERS, version)
    checks = [one for one in queries.checks_of(walk.application) if one.material == material]
    asked = queries.materials_by_code(walk.application).get(material)
    must(papers.why_not_photograph(asked if checks else None, len(photos)))
    known = queries.photos_of(walk.application.street_id, checks)[checks[0].pk]
    must(why_not_photos(len(known) + len(photos)))
    stored = files.store_photos(actor=actor, uploads=list(photos))
    links.link(checks[0], stored, PAPER)
    walk.finish(material=material, photos=len(stored))
    return stored


def remove_photos(actor: Actor, application: Application) -> None:
    """With the person goes what their papers look like."""
    sources = [one.pk for one in queries.checks_of(application)]
    targets = {one.target_id for one in links.links_from(actor.street_id, sources, PAPER)}
    links.unlink(actor.street_id, targets)
    files.remove_photos(actor=actor, file_ids=targets)
