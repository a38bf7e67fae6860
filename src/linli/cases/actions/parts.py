"""分解: one request in parts, each with its words, its matter and its desk."""

from collections.abc import Sequence
from uuid import UUID

from linli.cases.actions import journal
from linli.cases.actions.study import dispatch
from linli.cases.actions.walk import Walk, begin, chosen
from linli.cases.models import Case, Category
from linli.cases.queries import PHOTO_KINDS
from linli.cases.rules.drafts import Part
from linli.cases.rules.intake import why_not_text
from linli.cases.rules.limits import why_not_split
from linli.cases.rules.words import State, Verb
from linli.files.models import File
from linli.kernel import events, links
from linli.kernel.action import action
from linli.kernel.actor import Actor
from linli.kernel.errors import Refused

_INHERITED = (
    *("kind", "channel", "urgency", "registered_at", "address", "lat", "lon", "is_outside"),
    *("community_id", "grid_id", "area_id", "area_path", "due_at", "warn_at", "rule_version"),
    "promised_from",
)


@action
def split(
    *, actor: Actor, case_id: UUID, parts: Sequence[Part], version: int | None = None
) -> Case:
    """Several matters in one request: each part goes to its own desk under the promise of the
    whole, which is answered when every part is."""
    walk = begin(actor, case_id, Verb.SPLIT, version)
    case = walk.case
    refused = why_not_split(case.parent_id is not None, len(parts), case.parts_made)
    for part in parts:
        refused = refused or why_not_text(part.text)
    if refused:
        raise Refused(refused)
    first = case.parts_made + 1
    case.parts_made += len(parts)
    walk.finish(parts=len(parts))
    for number, part in enumerate(parts, first):
        made = _made(walk, part, number)
        dispatch(actor=actor, case_id=made.pk, owner_id=part.owner_id)
    return case


def _made(walk: Walk, part: Part, number: int) -> Case:
    """A request of its own, sorted already; it has no reporter but that of the whole."""
    whole, actor = walk.case, walk.actor
    made = Case(
        street_id=whole.street_id,
        number=f"{whole.number}-{number}",
        parent=whole,
        state=State.TRIAGED,
        text=part.text.strip(),
        category=chosen(Category, actor, part.category_id, "parts"),
        owner_id=whole.owner_id,
        suggested_owner_id=part.owner_id,
        **{name: getattr(whole, name) for name in _INHERITED},
    )
    made.save(force_insert=True)
    event = journal.registered(actor, made)
    event.at = walk.now
    events.write([event])
    for kind in PHOTO_KINDS.values():
        found = links.links_from(whole.street_id, [whole.pk], kind)
        ids = [one.target_id for one in found]
        if ids:
            links.link(made, File.objects.filter(street_id=whole.street_id, pk__in=ids), kind)
    return made
