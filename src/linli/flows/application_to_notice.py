"""Each step of an application that has a sentence for the applicant is told to them."""

from linli.counter.rules.applications import RESULTS, TOLD
from linli.flows import to_applicant
from linli.kernel.events import Audience, Consumer
from linli.kernel.models import Event


def tell_applicant(event: Event) -> None:
    if event.kind in TOLD and event.audience != Audience.STAFF:
        to_applicant.tell(event, results_only=RESULTS)


CONSUMER = Consumer("applications", ("counter.application.",), tell_applicant)
